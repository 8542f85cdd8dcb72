#!/usr/bin/env python3
"""Evaluates a keyword rule set, independently of the Java engine (an oracle for its tests).

    rules_eval.py --rules FILE|notebook --data LABELLED.jsonl [--half A|B]   accuracy, macro-F1, per-role table, confusion
    rules_eval.py --rules FILE|notebook --predict IN.jsonl                   one JSON line {resumeId, role, scores, keywords} a row
    rules_eval.py --rules FILE|notebook --golden GOLDEN.jsonl                recomputes the answers in a golden file, in place
    rules_eval.py --rules FILE --check                                       loads the file and prints its counts

Rows are JSON objects with `skills` and, for --data, `role`. Needs Python 3.8 and PyYAML.

Semantics of `matching: phrases`, as the Java engine has them for plain writing; what it makes of ligatures, HTML, glued words and other
odd writing (PlainWriting, OddTokens) is not repeated here:

* Tokens. The text is read one UTF-16 unit at a time, each lower-cased by itself. A token starts at a letter or digit (Unicode
  L* and Nd), or at a '.' that is directly followed by a letter and not preceded by a letter or digit. It goes on over letters and
  digits, and over one '.' between two of them. A directly following '++' or '#' belongs to the token and ends it.
* Breaks. A keyword with one of them inside, which the engine takes, is refused here. Otherwise a phrase never spans , ; | : newline, carriage return, tab, ( ) [ ] { } ! ? a bullet or arrow, or a '.' outside a token.
  Everything else that is no token only separates.
* Aliases from one token to one token are substituted in text and keywords, once; any other alias is a synonym of a keyword.
* Matching goes from left to right; at each token the longest phrase wins and matching goes on after it. Ignored phrases match and
  score nothing. Each keyword counts once; its name is the spelling under which the file lists it first.
* The role with the highest sum wins if that sum is at least `minimum-score` and no other role has the same; otherwise Other.
* Optional `lead-tokens: N` and `lead-factor: F`: a keyword whose first occurrence starts within the first N tokens counts F times.
"""
import argparse
import hashlib
import json
import os
import sys
import unicodedata

ROLES = ["SOC Analyst", "Cybersecurity Analyst", ".NET Developer", "Software Engineer", "Full Stack Developer",
         "JavaScript Developer", "Node.js Developer", "Cloud Engineer", "DevOps Engineer", "Project Coordinator",
         "Agile Analyst", "Database Developer", "Data Engineer", "Other"]
OTHER = "Other"

NOTEBOOK = [
    ("SOC Analyst", ["soc", "siem", "forensic", "malware"]),
    ("Cybersecurity Analyst", ["cybersecurity", "security", "vulnerability", "compliance"]),
    (".NET Developer", [".net", "c#", "asp.net"]),
    ("Software Engineer", ["java", "python", "c++", "software", "developer", "engineering", "sdlc"]),
    ("Full Stack Developer", ["full stack", "frontend", "backend", "api"]),
    ("JavaScript Developer", ["javascript", "react", "angular", "vue"]),
    ("Node.js Developer", ["node.js", "express.js", "typescript"]),
    ("Cloud Engineer", ["cloud", "aws", "azure", "gcp", "kubernetes", "docker"]),
    ("DevOps Engineer", ["devops", "ci/cd", "jenkins", "ansible"]),
    ("Project Coordinator", ["project management", "jira", "scrum", "agile"]),
    ("Agile Analyst", ["agile", "scrum master", "product owner", "business analysis"]),
    ("Database Developer", ["database", "sql", "nosql", "mongodb", "postgresql"]),
    ("Data Engineer", ["data engineering", "etl", "airflow", "spark", "hadoop"]),
]

HARD = set(",;|:\n\r\t()[]{}!?\u2022\u00b7\u25cf.")


class RulesError(ValueError):
    pass


def _word(c):
    """A letter or digit in the sense of Java's Character.isLetterOrDigit(char)."""
    return ord(c) <= 0xFFFF and (unicodedata.category(c)[0] == "L" or unicodedata.category(c) == "Nd")


def tokenize(text):
    """Returns [(token, breaks_before)]: whether a hard break stands between the token and the one before it."""
    tokens, i, n, hard = [], 0, len(text), False

    def word(k):
        return 0 <= k < n and _word(text[k])

    while i < n:
        c = text[i]
        letter_next = i + 1 < n and ord(text[i + 1]) <= 0xFFFF and unicodedata.category(text[i + 1])[0] == "L"
        if not (word(i) or (c == "." and letter_next and not word(i - 1))):
            hard = hard or c in HARD
            i += 1
            continue
        start = i
        i += 1
        while word(i) or (i < n and text[i] == "." and word(i - 1) and word(i + 1)):
            i += 1
        if text.startswith("++", i):
            i += 2
        elif i < n and text[i] == "#":
            i += 1
        tokens.append(("".join(ch.lower()[0] for ch in text[start:i]), hard))
        hard = False
    return tokens


class Notebook:
    """The original study's rules: the first rule with a substring of the lower-cased text wins."""

    name = "notebook"

    def classify(self, text):
        lower = text.lower()
        for role, words in NOTEBOOK:
            hits = [w for w in words if w in lower]
            if hits:
                return {"role": role, "keywords": hits}
        return {"role": OTHER, "keywords": []}


class Phrases:
    """Weighted whole-token phrases."""

    def __init__(self, doc):
        if doc.get("matching") != "phrases":
            raise RulesError("matching must be 'phrases'")
        self.name = str(doc["name"])
        self.minimum = float(doc.get("minimum-score", 1.0))
        self.lead_tokens = int(doc.get("lead-tokens", 0))
        self.lead_factor = float(doc.get("lead-factor", 1.0))
        self.tokens = {}    # one token -> one token
        synonyms = []
        for alias, target in (doc.get("aliases") or {}).items():
            a, t = self._raw(alias), self._raw(target)
            if len(a) == 1 and len(t) == 1:
                self.tokens[a[0]] = t[0]
            else:
                synonyms.append((alias, target))
        for a, t in self.tokens.items():
            if a == t or t in self.tokens:
                raise RulesError("alias to itself or to another alias: %s" % a)
        self.phrases = {}   # tuple of tokens -> keyword, or None where ignored
        self.weights = {}   # keyword -> {role: weight}
        for role, keywords in doc["roles"].items():
            if role not in ROLES:
                raise RulesError("unknown role %s" % role)
            seen = set()
            for keyword, weight in (keywords or {}).items():
                p = self._phrase(keyword)
                if p in seen:
                    raise RulesError("%s: '%s' is there twice" % (role, keyword))
                seen.add(p)
                name = self.phrases.setdefault(p, str(keyword))
                self.weights.setdefault(name, {})[role] = float(weight)
        for phrase in doc.get("ignored") or []:
            self._add(phrase, None)
        for alias, target in synonyms:
            if self._phrase(target) not in self.phrases:
                raise RulesError("alias '%s' of '%s', which is no keyword" % (alias, target))
            self._add(alias, self.phrases[self._phrase(target)])
        self.longest = {}
        for p in self.phrases:
            self.longest[p[0]] = max(len(p), self.longest.get(p[0], 0))

    def _add(self, phrase, name):
        p = self._phrase(phrase)
        if p in self.phrases:
            raise RulesError("'%s' is there already" % phrase)
        self.phrases[p] = name

    @staticmethod
    def _raw(phrase):
        if not isinstance(phrase, str):
            raise RulesError("not a string, quote it: %r" % (phrase,))
        tokens = tokenize(phrase)
        if not tokens or any(hard for _, hard in tokens[1:]):
            raise RulesError("empty, or broken by punctuation: '%s'" % phrase)
        return [t for t, _ in tokens]

    def _phrase(self, phrase):
        return tuple(self.tokens.get(t, t) for t in self._raw(phrase))

    def classify(self, text):
        tokens = [(self.tokens.get(t, t), hard) for t, hard in tokenize(text)]
        found, i = {}, 0    # keyword -> where it first starts, in the order of the text
        while i < len(tokens):
            best, end, phrase = 0, i, []
            for k in range(i, min(len(tokens), i + self.longest.get(tokens[i][0], 0))):
                if k > i and tokens[k][1]:
                    break
                phrase.append(tokens[k][0])
                if tuple(phrase) in self.phrases:
                    best, end = k + 1 - i, k + 1
            if best:
                name = self.phrases[tuple(phrase[:best])]
                if name is not None:
                    found.setdefault(name, i)
                i = end
            else:
                i += 1
        scores = {}
        for name, at in found.items():
            for role, weight in self.weights[name].items():
                scores[role] = scores.get(role, 0.0) + weight * (self.lead_factor if at < self.lead_tokens else 1.0)
        ordered = sorted(scores.values(), reverse=True)
        decided = bool(ordered) and ordered[0] >= self.minimum and not (len(ordered) > 1 and ordered[1] == ordered[0])
        role = max(scores, key=scores.get) if decided else OTHER
        return {"role": role, "keywords": list(found), "scores": {r: scores[r] for r in ROLES if scores.get(r)}}


def load(rules):
    if rules == "notebook":
        return Notebook()
    import yaml

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node, deep=False):
        keys = [loader.construct_object(k, deep=True) for k, _ in node.value]
        twice = {k for k in keys if keys.count(k) > 1}
        if twice:
            raise RulesError("duplicate keys: %s" % sorted(map(str, twice)))
        return yaml.SafeLoader.construct_mapping(loader, node, deep)

    Strict.add_constructor("tag:yaml.org,2002:map", lambda l, n: mapping(l, n, True))
    with open(rules, encoding="utf-8") as f:
        return Phrases(yaml.load(f, Strict))


def rows_of(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def half(row):
    return "AB"[hashlib.sha256(row["resumeId"].encode("utf-8")).digest()[0] % 2]


def measure(pairs):
    """Accuracy, macro-F1 and {role: (precision, recall, f1, support)} of (truth, guess) pairs."""
    table = {}
    for r in ROLES:
        hit = sum(t == r == g for t, g in pairs)
        said, real = sum(g == r for _, g in pairs), sum(t == r for t, _ in pairs)
        table[r] = (hit / said if said else 0.0, hit / real if real else 0.0, 2.0 * hit / (said + real) if said + real else 0.0, real)
    return sum(t == g for t, g in pairs) / len(pairs), sum(v[2] for v in table.values()) / len(ROLES), table


def report(pairs):
    accuracy, macro, table = measure(pairs)
    majority = max(ROLES, key=lambda r: table[r][3])
    base_accuracy, base_macro, _ = measure([(t, majority) for t, _ in pairs])
    print("rows %d  accuracy %.4f  macro-F1 %.4f" % (len(pairs), accuracy, macro))
    print("always '%s': accuracy %.4f  macro-F1 %.4f\n" % (majority, base_accuracy, base_macro))
    print("%-22s %9s %7s %7s %8s" % ("role", "precision", "recall", "F1", "support"))
    for r in ROLES:
        print("%-22s %9.3f %7.3f %7.3f %8d" % ((r,) + table[r]))
    print("\nconfusion (rows: truth, columns: answer, in the order above)")
    for r in ROLES:
        print("%-22s" % r + "".join("%5d" % sum(t == r and g == q for t, g in pairs) for q in ROLES))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rules", required=True, metavar="FILE|notebook")
    p.add_argument("--data", metavar="LABELLED.jsonl")
    p.add_argument("--half", choices=["A", "B"], help="only this half of the data, split by a hash of resumeId")
    p.add_argument("--predict", metavar="IN.jsonl")
    p.add_argument("--golden", metavar="GOLDEN.jsonl")
    p.add_argument("--check", action="store_true")
    a = p.parse_args()
    rules = load(a.rules)
    if a.check and isinstance(rules, Phrases):
        print("%s: %d keywords, %d phrases, %d weights, %d token aliases" % (
            rules.name, len(rules.weights), len(rules.phrases), sum(map(len, rules.weights.values())), len(rules.tokens)))
    if a.data:
        rows = [r for r in rows_of(a.data) if not a.half or half(r) == a.half]
        report([(r["role"], rules.classify(r["skills"])["role"]) for r in rows])
    if a.predict:
        for r in rows_of(a.predict):
            if not a.half or half(r) == a.half:
                answer = dict({"scores": {}}, **rules.classify(r["skills"]))
                print(json.dumps({"resumeId": r["resumeId"], "role": answer["role"], "scores": answer["scores"],
                                  "keywords": answer["keywords"]}, ensure_ascii=False))
    if a.golden:
        rows = rows_of(a.golden)
        with open(a.golden + ".tmp", "w", encoding="utf-8") as f:
            for r in rows:
                f.write(json.dumps(dict({"skills": r["skills"]}, **rules.classify(r["skills"])), ensure_ascii=False) + "\n")
        os.replace(a.golden + ".tmp", a.golden)


if __name__ == "__main__":
    try:
        main()
    except RulesError as e:
        sys.exit("rules_eval: %s" % e)
