"""The word lists as they are shipped. Editors tune them from here on: a list that is there already is left alone."""

from django.db import migrations

from articles.models.append_only import append_only

NOT_CERTAIN = [
    "not always", "do not always", "does not always", "not proven", "no cure", "not a cure", "nobody knows for certain",
    "never drive", "never ignore", "never wait", "not completely", "not definitely", "not guaranteed", "no guarantee",
    "cannot guarantee", "is never wrong to", "cannot be cured",
]

# key: (name, purpose, [(phrase, advice, exceptions)])
LISTS = {
    "certainty": (
        "Words that promise too much",
        "No text may be more certain than the evidence is.",
        [
            ("always", "Say: usually, often or in most people.", NOT_CERTAIN),
            ("never", "Say: rarely or very rarely.", []),
            ("guarantee*", "Say what may help.", []),
            ("cure", "Say: ease, treat or settle.", []),
            ("cures", "Say: eases, treats or settles.", []),
            ("cured", "Say: better.", []),
            ("proven", "Say what the studies found, and in whom.", []),
            ("definitely", "Leave it out.", []),
            ("certainly", "Leave it out.", []),
            ("100%", "Say: most, or give the number and who was studied.", []),
            ("completely", "Leave it out, or say how much.", []),
            ("no risk", "Say: little risk, and what the risk is.", []),
            ("risk free", "Say: little risk, and what the risk is.", []),
            ("risk-free", "Say: little risk, and what the risk is.", []),
            ("miracle*", "Say what was found.", []),
            ("will cure", "Say: may ease.", []),
            ("will stop", "Say: may stop or may ease.", []),
            ("will prevent", "Say: may help to prevent.", []),
        ],
    ),
    "hedges": (
        "Words that show doubt",
        "A claim with weak evidence has one of these.",
        [(each, "", []) for each in (
            "may", "might", "can", "could", "some people", "a few people", "not proven", "limited evidence",
            "little evidence", "no good evidence", "small studies", "not known", "not clear", "unclear", "not sure",
        )],
    ),
    "population": (
        "Words for who was counted",
        "A percentage or 1 in n says: of whom.",
        [(each, "", []) for each in (
            "people", "adults", "adult", "children", "child", "babies", "women", "men", "patients", "pregnancies",
            "pregnant", "births", "runners", "students", "who", "those", "cases", "cramps", "twitches", "trials",
        )],
    ),
    "time": (
        "Words for how long or when",
        "A percentage or 1 in n says: in what time.",
        [(each, "", []) for each in (
            "year*", "month*", "week*", "day*", "hour*", "night*", "lifetime", "life", "followed", "during", "pregnancy",
            "each", "every", "ever", "at any time", "in their lives", "afterwards",
        )],
    ),
    "glossary": (
        "Glossary",
        "Hard words that a reader is told the meaning of. They are left out when reading grades are worked out.",
        [
            ("fasciculation*", "a small movement of muscle that you do not control", []),
            ("benign fasciculation syndrome", "long-lasting twitching with no illness behind it", []),
            ("motor neurone disease", "a rare illness in which the nerve cells that move muscles slowly fail", []),
            ("amyotrophic lateral sclerosis", "the most common kind of motor neurone disease", []),
            ("spinal muscular atrophy", "a rare inherited illness that weakens muscles", []),
            ("Isaacs syndrome", "a rare illness in which nerves fire all the time and muscles stay stiff", []),
            ("electromyography", "a test with a fine needle that records signals in a muscle", []),
            ("EMG", "a needle test of muscle", []),
            ("nerve conduction stud*", "a test of how fast and how well nerves carry signals", []),
            ("MRI", "a scan that uses magnets", []),
            ("CT", "a scan that uses X-rays", ["CT scan", "MRI or CT scan"]),
            ("deep vein thrombosis", "a blood clot in a vein, most often in the leg", []),
            ("DVT", "a blood clot in a vein, most often in the leg", []),
            ("sciatica", "nerve pain down the leg", []),
            ("cauda equina syndrome", "pressure on the nerves at the bottom of the spine", ["tell them you may have cauda equina syndrome"]),
            ("serotonin syndrome", "too much of a brain chemical, most often from medicines", []),
            ("pre-eclampsia", "high blood pressure in pregnancy that can harm mother and baby", []),
            ("eclampsia", "a fit in pregnancy or soon after birth", ["pre-eclampsia"]),
            ("tetanus", "an infection from a wound that makes muscles go stiff", []),
            ("dialysis", "a machine that cleans the blood when the kidneys cannot", ["on dialysis"]),
            ("gabapentinoids", "medicines for nerve pain and fits", ["three kinds of medicine. They are gabapentinoids"]),
            ("benzodiazepines", "strong calming medicines", ["gabapentinoids, benzodiazepines"]),
            ("quadriceps", "the muscles at the front of the thigh", []),
            ("hamstring*", "the muscles at the back of the thigh", []),
            ("adductors", "the muscles at the inside of the thigh", []),
        ],
    ),
    "names": (
        "Names left out of reading grades",
        "Medicines, salts and illnesses that most readers know by name.",
        [(each, "", []) for each in (
            "potassium", "magnesium", "calcium", "sodium", "lithium", "warfarin", "paracetamol", "quinine", "caffeine",
            "nicotine", "vitamin B12", "physiotherapy", "physiotherapist", "dehydration", "anxiety", "diabetes",
            "ADHD", "neurologist", "antidepressant*", "steroid*", "statin*", "thyroid", "diarrhoea", "pharmacist",
            "electrolyte*", "rehydration", "ambulance", "emergency", "United Kingdom", "HealthKB",
        )],
    ),
    "vague_action": (
        "Vague advice to get help",
        "Red flags and answers say who to contact, and when.",
        [(each, "Say who to contact and when: Ask for an urgent GP appointment today.", []) for each in (
            "seek help", "seek medical help", "seek medical attention", "seek medical advice", "seek medical care",
            "seek immediate help", "get medical attention", "medical attention", "consult a professional",
            "consult a health professional", "consult a healthcare professional", "consult a doctor",
            "consult your doctor", "see a professional", "see a health professional", "see a healthcare professional",
            "see a specialist", "talk to a professional", "speak to a professional", "if concerned",
            "if you are concerned", "if you have concerns", "if in doubt", "if you are worried", "if necessary",
            "get help if needed",
        )],
    ),
    "who": (
        "Who to contact",
        "Advice to get help names one of these.",
        [(each, "", []) for each in (
            "999", "112", "111", "GP", "A&E", "doctor", "pharmacist", "nurse", "midwife", "maternity unit", "dentist",
            "optician", "emergency department", "ambulance", "urgent care", "care team", "helpline", "clinic",
            "health visitor", "poisons service", "Samaritans", "specialist", "talking therapy", "alcohol service",
            "physiotherapist", "someone",
        )],
    ),
    "when": (
        "When to contact them",
        "Advice to get help says one of these.",
        [(each, "", []) for each in (
            "now", "today", "at once", "straight away", "same day", "the same day", "tonight", "tomorrow", "within",
            "urgent*", "routine", "soon", "in the next", "as soon as", "before", "after", "until", "when", "if it",
            "if you", "if a", "if the", "if your", "if they", "next appointment", "week*", "day*", "hour*", "999",
        )],
    ),
    "vague_amount": (
        "Vague amounts",
        "A red flag says how much, how long or how old.",
        [
            ("very unwell", "Say what the reader would notice: cannot stand up, or cannot keep fluids down.", []),
            ("a while", "Say how long: more than 2 weeks.", []),
            ("severe", "Say what it stops you doing: pain so bad that you cannot walk.", ["severe allergic reaction"]),
            ("severely", "Say what it stops you doing.", []),
            ("young child", "Give the age: under 5.", []),
            ("young children", "Give the age: under 5.", []),
            ("elderly", "Give the age: over 65.", []),
            ("persistent", "Say how long: more than 2 weeks.", []),
            ("persists", "Say how long: lasts more than 2 weeks.", []),
            ("prolonged", "Say how long.", []),
            ("high fever", "Give the temperature: 38°C or above.", []),
            ("high temperature", "Give the temperature: 38°C or above.", []),
        ],
    ),
    "scare_blame": (
        "Words that scare or blame",
        "Calm and kind words, about people rather than illnesses.",
        [
            ("deadly", "Say: can cause death, and how often.", []),
            ("killer", "Say: can cause death, and how often.", []),
            ("victim*", "Say: people who have it.", []),
            ("suffer* from", "Say: have.", []),
            ("sufferer*", "Say: people who have it.", []),
            ("battle", "Say: live with, or have treatment for.", []),
            ("battling", "Say: living with.", []),
            ("failed to", "Say: did not.", []),
            ("obese people", "Say: people who have obesity, or people with a higher weight.", []),
            ("the obese", "Say: people who have obesity.", []),
            ("the elderly", "Say: older people, or give the age.", []),
            ("diabetics", "Say: people who have diabetes.", []),
            ("epileptics", "Say: people who have epilepsy.", []),
            ("addict*", "Say: people who are dependent on it.", ["addictive", "addiction*"]),
            ("alcoholic*", "Say: people who are dependent on alcohol.", ["alcoholic drink*"]),
            ("committed suicide", "Say: died by suicide.", []),
            ("non-compliant", "Say: did not take it.", []),
        ],
    ),
    "hype": (
        "Advertising",
        "No selling, and no praise of anyone's services. Add the names of publishers whose text must not slip in.",
        [(each, "Take it out. A health page sells nothing.", []) for each in (
            "trusted experts", "our experts", "our expert team", "expert team", "world-class", "world class",
            "leading hospital", "leading experts", "best-in-class", "state-of-the-art", "cutting-edge",
            "look no further", "book now", "buy now", "shop now", "order now", "call us", "contact us today",
            "book an appointment with us", "our clinic", "our hospital", "our specialists", "special offer",
            "discount*", "free consultation", "satisfaction", "award-winning", "visit our website",
        )],
    ),
    "skin_colour": (
        "Words for the colour of skin",
        "They look different on brown or black skin.",
        [
            (each, "Say how it looks on brown or black skin as well.", exceptions)
            for each, exceptions in (
                ("redness", []),
                ("red", ["red flag*", "red blood cell*", "brown, red or cola", "brown or red"]),
                ("pale", ["pale yellow", "pee is pale", "pale pee"]),
                ("blue", []),
                ("bluish", []),
                ("rash", []),
                ("rashes", []),
                ("flushed", []),
                ("blotchy", []),
                ("mottled", []),
            )
        ],
    ),
    "skin_tones": (
        "Words for brown and black skin",
        "A text about a colour of the skin has one of these.",
        [(each, "", []) for each in (
            "brown or black skin", "black or brown skin", "brown skin", "black skin", "darker skin", "dark skin",
            "palms", "lips", "tongue", "inside the mouth",
        )],
    ),
    "link_words": (
        "Links that say nothing",
        "The words of a link say where it goes.",
        [(each, "Say where it goes: NHS page on muscle twitches.", []) for each in (
            "click here", "read more", "here", "more", "link", "this link", "this page", "find out more", "learn more",
            "see here", "website",
        )],
    ),
}  # fmt: skip


def add_lists(apps, schema_editor):
    WordList = apps.get_model("articles", "WordList")
    WordListEntry = apps.get_model("articles", "WordListEntry")
    for key, (name, purpose, entries) in LISTS.items():
        word_list, created = WordList.objects.get_or_create(
            key=key, locale="en", defaults={"name": name, "purpose": purpose}
        )
        if created:
            WordListEntry.objects.bulk_create(
                WordListEntry(word_list=word_list, phrase=phrase, advice=advice, exceptions=exceptions)
                for phrase, advice, exceptions in entries
            )


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_checks_and_word_lists")]

    operations = [
        migrations.RunPython(add_lists, migrations.RunPython.noop),
        append_only(
            "articles_gaterun", "articles_gateresult", "articles_gateoverride", "articles_humancheck"
        ),
    ]
