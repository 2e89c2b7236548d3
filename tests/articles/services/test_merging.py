import pytest

from articles.models import AuditEntry, Cause
from articles.publishing import NotAllowed
from articles.services.duplicates import duplicates_among, similar_to
from articles.services.merging import CannotMerge, merge_entries, plan_merge
from articles.services.uses import users_of
from tests.builders import (
    AT,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_faq,
    make_reference,
    make_remedy,
    publish_now,
)

pytestmark = pytest.mark.django_db


class TestSuggesting:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"title": "Dehydration"}, {"title": "Lack of fluids"}),
            ({"title": "Stress"}, {"title": "Worry", "synonyms": ["Stress"]}),
            ({"title": "Pinched nerve"}, {"title": "Pinched nerves"}),
        ],
    )
    def test_names_that_are_alike_or_mean_the_same(self, one: dict[str, object], other: dict[str, object]) -> None:
        first, second = make_cause(**one), make_cause(**other)
        make_cause(title="Caffeine")
        assert [each.document for each in similar_to(first)] == [second]
        assert [(row, each.document) for row, each in duplicates_among(Cause, locale="en")] == [(first, second)]

    def test_other_languages_are_other_entries(self) -> None:
        first = make_cause(title="Stress", slug="stress")
        make_cause(title="Stress", slug="stress", locale="vi")
        assert similar_to(first) == []


class TestMerging:
    def test_everything_that_showed_the_one_shows_the_other(self) -> None:
        kept, dropped = make_cause(title="Dehydration", synonyms=["Dry"]), make_cause(title="Lack of fluids")
        dropped.synonyms = ["Dry", "Thirst"]
        dropped.save()
        source = make_reference()
        dropped.references.add(source)
        dropped.codes.create(system="icd-10", code="E86", display="Volume depletion")
        only, both = make_article(title="Only", causes=[dropped]), make_article(title="Both", causes=[kept, dropped])
        faq = make_faq(answer=f"See [it](kb:cause/{dropped.slug}).")
        author = make_author()
        plan = merge_entries(kept=kept, dropped=dropped, by=author, at=AT)
        assert ([str(each) for each in plan.users], [str(each) for each in plan.already_there]) == (
            ["Both", "Only"],
            ["Both"],
        )
        assert [placed.cause for placed in (only.causes.get(), both.causes.get())] == [kept, kept]
        kept.refresh_from_db()
        assert kept.synonyms == ["Dry", "Lack of fluids", "Thirst"]
        assert source in kept.references.all()
        assert [code.code for code in kept.codes.all()] == ["E86"]
        faq.refresh_from_db()
        assert faq.answer == f"See [it](kb:cause/{kept.slug})."
        assert not Cause.objects.filter(pk=dropped.pk).exists()
        for document in (kept, only, both, faq):
            document.refresh_from_db()
            assert (document.updated_by, document.edit_number) == (author, 2)
        assert AuditEntry.objects.filter(subject="Dehydration", details__contains='"merged"').count() == 1

    def test_links_between_library_entries_follow(self) -> None:
        kept, dropped = make_remedy(title="Rest"), make_remedy(title="Resting")
        cause = make_cause()
        cause.remedies.add(kept, dropped)
        other = make_cause()
        other.remedies.add(dropped)
        assert users_of(dropped) == sorted([cause, other], key=str)
        merge_entries(kept=kept, dropped=dropped, by=make_author(), at=AT)
        assert (list(cause.remedies.all()), list(other.remedies.all())) == ([kept], [kept])

    def test_what_has_a_history_stays_and_is_used_nowhere(self) -> None:
        kept, dropped = make_cause(), make_cause()
        publish_now(make_article(causes=[dropped]))
        plan = merge_entries(kept=kept, dropped=dropped, by=make_author(), at=AT)
        assert (plan.is_deleted, Cause.objects.filter(pk=dropped.pk).exists(), users_of(dropped)) == (False, True, [])

    def test_looking_changes_nothing(self) -> None:
        kept, dropped = make_cause(), make_cause()
        article = make_article(causes=[dropped])
        plan_merge(kept=kept, dropped=dropped)
        assert article.causes.get().cause == dropped

    def test_only_two_entries_of_one_kind_and_language(self) -> None:
        cause = make_cause()
        for other in (cause, make_remedy(), make_cause(locale="vi")):
            with pytest.raises(CannotMerge):
                merge_entries(kept=cause, dropped=other, by=make_author(), at=AT)
        with pytest.raises(CannotMerge):
            merge_entries(kept=make_article(), dropped=make_article(), by=make_author(), at=AT)

    def test_who_may_not_submit_may_not_merge(self) -> None:
        with pytest.raises(NotAllowed):
            merge_entries(kept=make_cause(), dropped=make_cause(), by=make_clinician(), at=AT)
