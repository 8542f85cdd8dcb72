#!/usr/bin/env python3
"""Compares what Rolestream computes from checkpoints with what transformers does, over a few hundred variants of their files.

    python3 -m venv venv && venv/bin/pip install torch transformers         two versions of it, each in a venv of its own
    venv/bin/python tools/checkpoint_variants.py make DIR                   makes bases and variants.jsonl, seeded
    venv/bin/python tools/checkpoint_variants.py read DIR                   adds what this version of transformers computes
    mvn -pl engine -am test -Dtest=CheckpointVariantsTest -Dvariants=DIR -Dsurefire.failIfNoSpecifiedTests=false
    venv/bin/python tools/checkpoint_variants.py compare DIR                prints the table of differences
    venv/bin/python tools/checkpoint_variants.py read DIR/trained           the same for what a training of each would save
    venv/bin/python tools/checkpoint_variants.py compare DIR/trained
    venv/bin/python tools/checkpoint_variants.py sample DIR                 rewrites the golden files in engine/src/test/resources

A line of variants.jsonl is a variant: the base it changes, the files that it replaces (null: it has none of that name), and
"weights", a directory with weights of its own, or "whole", with all
files. Results are in files beside it, a line each: the tokens of every text and either
the logits (of a classifier) or the tokens that are generated and their log-probability, or an error.
"""
import collections
import inspect
import json
import os
import random
import shutil
import sys
import tempfile
import warnings

import variant_bases as bases
import variant_changes as changes

SEED = 21
COMBINED = 40
EACH = 2
SAMPLED = ["roberta", "bert", "deberta-v2", "bart", "t5", "llama"]
LOGITS = 8  # of a golden row at most
TOLERANCE = 1e-4
MEANINGS = {"agrees": "agree", "refused": "refused by us alone", "computed": "computed by us alone",
            "ambiguous": "on which the versions of transformers differ and one is as we are", "DIFFERS": "differ"}
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine")
GOLDEN = os.path.join(ROOT, "src/test/resources/io/rolestream/engine/task/variants")
TEXTS = ["Kafka and Java developer", "data <pad> engineer <mask> skills", "The [PAD] of a Großer Café  manager, 数据 Kafka", "security </s> SQL; Docker", "",
         "the of and a to in " * 20]


def lines(path):
    with open(path, encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def write_lines(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=True) + "\n")


def make(directory):
    """Every change on its own on EACH of the bases that it fits, and seeded combinations of two or three."""
    rng = random.Random(SEED)
    shutil.rmtree(directory, ignore_errors=True)
    made = bases.make(os.path.join(directory, "bases"))
    fitting = {base: changes.fitting(family) for base, family in made.items()}
    chosen = [(base, "", []) for base in made]
    for name in dict.fromkeys(name for all_of in fitting.values() for name, _ in all_of):
        able = [base for base, all_of in fitting.items() if name in dict(all_of)]
        chosen += [(base, name, [name]) for base in rng.sample(able, min(EACH, len(able)))]
    for number in range(COMBINED):
        base = rng.choice(list(made))
        names = rng.sample([name for name, _ in fitting[base]], rng.choice([2, 2, 3]))
        chosen.append((base, "+".join(names), names))
    variants = []
    for base, change, names in chosen:
        name = f"{base}+{change}" if change else base
        folder = os.path.join(directory, "bases", base)
        variant = changes.variant(directory, base, folder, name, [dict(fitting[base])[one] for one in names])
        variants.append(dict(variant, kind=bases.KINDS[base], most=bases.MAX_TOKENS, texts=TEXTS))
    write_lines(os.path.join(directory, "variants.jsonl"), variants)
    print(len(variants), "variants of", len(made), "bases")


def materialized(directory, variant, at):
    if not variant.get("whole"):
        shutil.copytree(os.path.join(directory, "bases", variant["base"]), at, dirs_exist_ok=True)
    if variant.get("weights"):
        if not variant.get("whole"):
            os.remove(os.path.join(at, "model.safetensors"))
        shutil.copytree(os.path.join(directory, variant["weights"]), at, dirs_exist_ok=True)
    for name, content in variant["files"].items():
        path = os.path.join(at, name)
        if content is None:
            if os.path.exists(path):
                os.remove(path)
        else:
            with open(path, "w", encoding="utf-8", newline="") as out:
                out.write(content)


MODELS = {}


def model_of(base, key, at):
    """A model, kept for the variants that differ in their tokenizer alone."""
    if key not in MODELS:
        MODELS[key] = loaded(base, at)
    return MODELS[key]


def loaded(base, at):
    import torch
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoModelForSequenceClassification
    kinds = {"classifier": AutoModelForSequenceClassification, "causal": AutoModelForCausalLM, "seq2seq": AutoModelForSeq2SeqLM}
    model, info = kinds[bases.KINDS[base]].from_pretrained(at, output_loading_info=True, dtype=torch.float32)
    missing = [str(name) for name in [*info["missing_keys"], *info["mismatched_keys"]] if "position_ids" not in str(name)]
    if missing:
        raise ValueError(("random weights for " + ", ".join(missing))[:200])
    return model.eval()


def computed(at, variant):
    """What transformers makes of a checkpoint, as its documentation loads one."""
    from transformers import AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained(at)
    with open(os.path.join(at, "config.json"), encoding="utf-8") as source:
        key = (variant["base"], source.read(), variant.get("weights"), "generation_config.json" in variant["files"])
    model = model_of(variant["base"], key, at)
    classifies = variant["kind"] == "classifier"
    most = min(variant["most"], tokenizer.model_max_length) if classifies else variant["most"]
    return [row(model, variant, tokenizer(one, truncation=True, max_length=most, return_tensors="pt")) for one in variant["texts"]]


def row(model, variant, batch):
    import torch
    read_by_model = inspect.signature(model.forward).parameters
    batch = {name: value.long() for name, value in batch.items() if name in read_by_model}
    result = dict(ids=batch["input_ids"][0].tolist())
    try:
        with torch.no_grad():
            if variant["kind"] == "classifier":
                result["logits"] = model(**batch).logits[0].tolist()
            elif result["ids"]:
                result["logits"] = first_logits(model, batch)
    except Exception as failure:  # of this text alone
        result["error"] = f"{type(failure).__name__}: {failure}"[:200]
    return result


def first_logits(model, batch):
    """Of the first token that the model writes."""
    import torch
    if model.config.is_encoder_decoder:
        batch["decoder_input_ids"] = torch.tensor([[model.generation_config.decoder_start_token_id]])
    return model(**batch).logits[0, -1].tolist()


def read(directory):
    """Continues where it was stopped."""
    import torch
    import transformers
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    path = os.path.join(directory, f"transformers-{transformers.__version__}.jsonl")
    done = {one["name"] for one in lines(path)} if os.path.exists(path) else set()
    with open(path, "a", encoding="utf-8", newline="\n") as out:
        for variant in lines(os.path.join(directory, "variants.jsonl")):
            if variant["name"] not in done:
                out.write(json.dumps(read_one(directory, variant)) + "\n")
                out.flush()
    results = lines(path)
    print(len(results), "read,", sum("error" in one for one in results), "refused")


def read_one(directory, variant):
    with tempfile.TemporaryDirectory() as at:
        materialized(directory, variant, at)
        try:
            return dict(name=variant["name"], rows=computed(at, variant))
        except BaseException as failure:  # the native library panics with its own kind
            if isinstance(failure, KeyboardInterrupt):
                raise
            return dict(name=variant["name"], error=f"{type(failure).__name__}: {failure}".replace(at, "DIR")[:300])


def difference(ours, theirs):
    """In words, or None. Begins with "refused" if we compute nothing, with "fails" if transformers does not."""
    if "error" in ours:
        fails = "error" in theirs or all("error" in row for row in theirs["rows"])
        return None if fails else "refused: " + ours["error"]
    if "error" in theirs:
        random_weights = "random weights" in theirs["error"]
        return ("computed with " if random_weights else "fails: ") + theirs["error"].replace("\n", " ")
    failed = None
    for number, (a, b) in enumerate(zip(ours["rows"], theirs["rows"])):
        if "error" in b:
            failed = failed if "error" in a else f"fails in text {number}: {b['error']}".replace("\n", " ")
        elif "error" in a:
            return f"text {number}: {a['error']}"
        elif a["ids"] != b["ids"]:
            return f"text {number}: tokens {a['ids'][:24]}, not {b['ids'][:24]}"
        elif "logits" in a and "logits" in b:
            worst = max(abs(x - y) for x, y in zip(a["logits"], b["logits"]))
            if not worst <= TOLERANCE:
                return f"text {number}: logits differ by {worst:.2g}"
    return failed


def verdict(found):
    """Of the differences from each version: what they come to."""
    texts = [text for text in found.values() if text]
    if not texts:
        return "agrees"
    if all(text.startswith("fails") for text in texts):
        return "computed"
    if all(text.startswith(("refused", "fails")) for text in texts):
        return "refused"
    return "ambiguous" if len(texts) < len(found) and not any(text.startswith("computed with") for text in texts) else "DIFFERS"


def compare(directory):
    """Prints the table of differences; ends with 1 if what we compute is what no version of transformers does."""
    ours = {one["name"]: one for one in lines(os.path.join(directory, "rolestream.jsonl"))}
    versions = sorted(name for name in os.listdir(directory) if name.startswith("transformers-"))
    theirs = {version: {one["name"]: one for one in lines(os.path.join(directory, version))} for version in versions}
    counts = collections.Counter()
    for name, one in ours.items():
        found = {version: difference(one, theirs[version][name]) for version in versions}
        kind = verdict(found)
        counts[kind] += 1
        if kind == "refused":
            print(f"{kind:9} {name}: {one['error']}")
        elif kind != "agrees":
            for version, text in found.items():
                print(f"{kind:9} {name}: {version[:-6]}: {text or 'agrees'}")
    print(", ".join(f"{counts[kind]} {meaning}" for kind, meaning in MEANINGS.items()))
    sys.exit(1 if counts["DIFFERS"] else 0)


def sample(directory):
    """Golden files: of some bases, each change once, if all versions agree or Rolestream refuses it."""
    versions = sorted(name for name in os.listdir(directory) if name.startswith("transformers-"))
    theirs = [{one["name"]: one for one in lines(os.path.join(directory, version))} for version in versions]
    ours = {one["name"]: one for one in lines(os.path.join(directory, "rolestream.jsonl"))}
    shutil.rmtree(GOLDEN, ignore_errors=True)
    kept, seen = [], set()
    for variant in lines(os.path.join(directory, "variants.jsonl")):
        name, change = variant["name"], variant["name"].partition("+")[2]
        if variant["base"] not in SAMPLED or variant.get("weights") or change in seen or "+" in change:
            continue
        if "error" in ours[name]:
            variant["refused"] = ours[name]["error"].split(": ", 1)[1]
        elif any(difference(ours[name], one[name]) for one in theirs):
            continue
        else:
            variant["rows"] = [rounded(row) for row in theirs[0][name]["rows"]]
        seen.update({change} - {""})
        kept.append(variant)
    for base in SAMPLED:
        shutil.copytree(os.path.join(directory, "bases", base), os.path.join(GOLDEN, "bases", base))
    write_lines(os.path.join(GOLDEN, "variants.jsonl"), kept)
    print(len(kept), "golden variants,", sum("refused" in one for one in kept), "of them refused")


def rounded(row):
    return {key: [round(value, 5) for value in values][:LOGITS] if key == "logits" else values for key, values in row.items()}


if __name__ == "__main__":
    {"make": make, "read": read, "compare": compare, "sample": sample}[sys.argv[1]](sys.argv[2])
