#!/usr/bin/env python3
"""Writes what Hugging Face's tokenizers make of tricky texts, for the Java tests to compare with.

    mvn -pl engine -am test -Dtest=TokenizerGoldenTest      trains on corpus.txt and leaves the files in target/test-tokenizer
    python3 -m venv venv && venv/bin/pip install tokenizers transformers
    venv/bin/python tools/tokenizer_golden.py               rewrites the golden files beside corpus.txt

Golden files, in engine/src/test/resources/io/rolestream/engine/tokenizer:

* golden-merges.txt    the merges that Python's own ByteLevelBPETokenizer learns from corpus.txt
* golden-roberta.jsonl {text, ids} by the tokenizer.json that Java trained and wrote, checked here against AutoTokenizer
* bert/vocab.txt       a WordPiece vocabulary that Python learns from corpus.txt
* golden-bert.jsonl    {text, ids} by BERT's tokenizer with that vocabulary
"""
import json
import os
import sys
import warnings

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine")
RESOURCES = os.path.join(ROOT, "src/test/resources/io/rolestream/engine/tokenizer")
TRAINED = os.path.join(ROOT, "target/test-tokenizer")
VOCABULARY = 1024
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]

TERMS = ["C#/.NET", "C++", "Node.js", "ASP.NET Core", "CI/CD", "F#", "TCP/IP", "IDS/IPS", "SSL/TLS 1.3", "PL/SQL", "T-SQL", "R&D",
         "Objective-C", "SOC2", "ISO-27001", "JavaScript/TypeScript", "vue.js", "e-commerce", "24/7", "i18n", "k8s", "@Autowired",
         "a/b-testing", "user@example.org", "https://example.org/cv?id=7&lang=en#top", "C:\\Users\\me", "$PATH", "50%", "1,234.56",
         "10^6", "3.14159", "1234567890", "٣٤٥", "½ ¾ Ⅻ ①②", "x²+y³", "v2.7.1-rc.3", "0x1F", "12:30", "2024-01-31", "+49 30 1234567"]

SPACES = ["", " ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", " \n", "\n ", "a b", " a", "a ", " a ", "  a", "a  ", "a  b", "a   b",
          "a\tb", "a\t\tb", "a \tb", "a\t b", "a\nb", "a\n\nb", "a \n b", "a\r\nb", "a\u00a0b", "a \u00a0b", "a\u00a0 b", "a\u2003b",
          "a\u2028b", "a\u2029b", "a\u0085b", "a\u000bb", "a\u000cb", "a\u3000b", "a\u200bb", "a\ufeffb", "a\u202fb", "a\u1680b",
          "a\u180eb", "x" + " " * 40 + "y", "\t- item\n\t- item\n", " ?", " 5", "  5", " .", "  .", "\n.", "a \u0301b", "\u001f a \u001c"]

APOSTROPHES = ["don't", "it's", "I'm", "we've", "they're", "he'd", "I'll", "rock'n'roll", "'s", "' s", "''s", "'S", "DON'T", "l'été", "'", "''",
               "it’s", "can't've", "'tis", "x'", "'re're", "'l", "'r", "'v", " 's", "o'clock", "5's", "d'd'd"]

SCRIPTS = ["Développeuse à Montréal", "Straße, Größe, Übung", "naïve café", "nai\u0308ve cafe\u0301", "Ångström A\u030angstro\u0308m",
           "Инженер данных", "数据工程师", "データエンジニア", "소프트웨어 엔지니어", "ㄱㅏ 가", "مهندس برمجيات", "مُهَنْدِس", "מפתחת תוכנה", "שָׁלוֹם",
           "Μηχανικός", "सॉफ्टवेयर इंजीनियर", "ซอฟต์แวร์", "Kỹ sư phần mềm", "Ki\u0302\u0303", "ⅷ ﬁ ﬂ", "ＦＵＬＬ　ｗｉｄｔｈ", "\u202eabc\u202c def",
           "abc \u200fאבג", "İstanbul ı", "ǅ ǆ Ǆ", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𝟘𝟙𝟚", "𐍈 𒀀", "𠀀𠀁", "数据Data工程", "日本語 and English", "a\u0301\u0302\u0303",
           "\u0301a", "\u0301", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́O", "ªº", "µ Ω", "ß ẞ", "ſ", "æ œ ø đ ł"]

SYMBOLS = ["🚀", "🚀🚀", "a🚀b", " 🚀 ", "👩‍💻", "👍🏽", "🇩🇪", "❤️", "☕", "1️⃣", "😀 hello 😀", "€65,000", "£5", "±5 %", "•", "– —", "…", "“quoted”",
           "‘x’", "«y»", "© ® ™", "→ ⇒", "√2 ≤ ∞", "\u0000", "a\u0000b", "\u007f", "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "\ue000", "!!!???",
           "...", "-----", "=====", "*****", "(((", "~`^", "_snake_case_", "<<>>", "a_b", "#hashtag", "@you", "\\n", "\"q\"", "{}", "[]", "|", "&amp;"]

SPECIALS = ["<s>", "</s>", "<pad>", "<unk>", "<mask>", "a<mask>b", "a <mask> b", "a  <mask>", "\n<mask>", "<mask><mask>", "<s>x</s>", "x</s>y",
            "< s >", "<S>", "<mask", "mask>", "[CLS] x [SEP]", "[MASK]", "a[MASK]b", "[PAD]", "[UNK]", "##ing"]

SENTENCES = ["Built data pipelines at an online grocer, which cut costs by 40%. Tools: Kafka/Spark/Airflow",
             "Senior SOC analyst: Splunk, QRadar, incident response (24/7), ISO-27001.",
             "java, javascript, JAVA, Java8, JavaScript ES6+",
             "Looking for a Node.js/React developer who's shipped to AWS.",
             "Skills:\n\t* Python\n\t* SQL\n\n  Languages:  English (C1),  Deutsch (B2)\r\n",
             "the THE The tHe", "supercalifragilisticexpialidocious", "pneumonoultramicroscopicsilicovolcanoconiosis" * 3,
             "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ab" * 60, "é" * 50, "数据" * 40,
             "🚀" * 30, "1" * 100, "." * 100, ("Kafka, Java, C#, 数据, it's 🚀 \t" * 90), "word " * 600]

TEXTS = TERMS + SPACES + APOSTROPHES + SCRIPTS + SYMBOLS + SPECIALS + SENTENCES


def corpus():
    with open(os.path.join(RESOURCES, "corpus.txt"), encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


def write_merges(texts):
    from tokenizers import ByteLevelBPETokenizer
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(texts, vocab_size=VOCABULARY, min_frequency=2, special_tokens=SPECIAL, show_progress=False)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    write("golden-merges.txt", (" ".join(merge) for merge in merges))


def write_roberta():
    from tokenizers import Tokenizer
    from transformers import AutoTokenizer
    tokenizer = Tokenizer.from_file(os.path.join(TRAINED, "tokenizer.json"))
    auto = AutoTokenizer.from_pretrained(TRAINED)
    print("AutoTokenizer:", type(auto).__name__, "vocabulary", len(auto), "maximum", auto.model_max_length)
    rows = [{"text": text, "ids": tokenizer.encode(text).ids} for text in TEXTS]
    others = [row["text"] for row in rows if auto(row["text"])["input_ids"] != row["ids"]]
    if others:
        sys.exit("AutoTokenizer encodes otherwise: %r" % others)
    write("golden-roberta.jsonl", (json.dumps(row, ensure_ascii=True) for row in rows))


def write_bert(texts):
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertTokenizerFast
    learner = BertWordPieceTokenizer()
    learner.train_from_iterator(texts, vocab_size=800, show_progress=False)
    os.makedirs(os.path.join(RESOURCES, "bert"), exist_ok=True)
    vocabulary = learner.get_vocab()
    write("bert/vocab.txt", sorted(vocabulary, key=vocabulary.get))
    tokenizer = BertTokenizerFast.from_pretrained(os.path.join(RESOURCES, "bert"))
    write("golden-bert.jsonl", (json.dumps({"text": text, "ids": tokenizer(text)["input_ids"]}) for text in TEXTS))


def write(name, lines):
    with open(os.path.join(RESOURCES, name), "w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(line + "\n")


def main():
    warnings.simplefilter("error")
    texts = corpus()
    write_merges(texts)
    write_bert(texts)
    write_roberta()
    print(len(TEXTS), "texts")


if __name__ == "__main__":
    main()
