from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "healthkb.questions"
    label = "questions"
    verbose_name = "Readers' questions"

    def ready(self) -> None:
        from healthkb.questions.services import register_question_services

        register_question_services()
