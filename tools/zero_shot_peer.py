#!/usr/bin/env python3
"""Times zero-shot classification with fourteen roles: ours beside the pipeline of Hugging Face's transformers, in turns, on two cores.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 sentencepiece protobuf
    OMP_WAIT_POLICY=PASSIVE venv/bin/python tools/zero_shot_peer.py --size SIZE --ours "java -cp CLASSPATH io.rolestream.benchmarks.model.ZeroShotBenchmark"

Weights are random, which changes nothing in the cost; tokenizers are trained on the texts, which are those that precisions are calibrated
with. The pipeline computes in fp32, its default, with batches of 1 (its default) and 14; the faster counts. On a busy machine, compare the rates
per second of a processor.
"""
import argparse
import os
import re
import shlex
import subprocess
import tempfile
import time
import warnings

import sentencepiece
import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import (BartConfig, BartForSequenceClassification, BartTokenizerFast, DebertaV2Config, DebertaV2ForSequenceClassification,
                          DebertaV2TokenizerFast, pipeline)

ENGINE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine/src/main/resources/io/rolestream/engine")
TEXTS = os.path.join(ENGINE, "precision/calibration.txt")
ROLES = ["SOC Analyst", "Cybersecurity Analyst", ".NET Developer", "Software Engineer", "Full Stack Developer", "JavaScript Developer",
         "Node.js Developer", "Cloud Engineer", "DevOps Engineer", "Project Coordinator", "Agile Analyst", "Database Developer",
         "Data Engineer", "Other"]
LABELS = dict(id2label={0: "contradiction", 1: "neutral", 2: "entailment"}, label2id={"contradiction": 0, "neutral": 1, "entailment": 2})


def bart(folder):
    trained = ByteLevelBPETokenizer()
    trained.train([TEXTS], vocab_size=50265, min_frequency=1, show_progress=False, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    trained.save_model(folder)
    return BartForSequenceClassification(BartConfig(**LABELS)), BartTokenizerFast.from_pretrained(folder)


def deberta(folder):
    prefix = os.path.join(folder, "spm")
    sentencepiece.SentencePieceTrainer.train(
        input=TEXTS, model_prefix=prefix, vocab_size=3000, hard_vocab_limit=False, pad_id=0, bos_id=1, eos_id=2, unk_id=3, pad_piece="[PAD]",
        bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]", minloglevel=2)
    config = DebertaV2Config(
        hidden_size=768, num_hidden_layers=12, num_attention_heads=12, intermediate_size=3072, relative_attention=True, position_buckets=256,
        norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type="p2c|c2p", position_biased_input=False, **LABELS)
    return DebertaV2ForSequenceClassification(config), DebertaV2TokenizerFast(prefix + ".model")


SIZES = {"bart-large": bart, "deberta-v3-base": deberta}


def ours(command, folder, texts):
    output = subprocess.run(shlex.split(command) + [folder, texts], check=True, capture_output=True, text=True).stdout
    print(output.rstrip(), flush=True)
    rates = re.findall(r"([\d.]+) texts/s, ([\d.]+) per second", output)
    return [max(map(float, column)) for column in zip(*rates)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--ours", required=True, help="the command of ZeroShotBenchmark, without its arguments")
    parser.add_argument("--texts", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.manual_seed(1)
    with open(TEXTS, encoding="utf-8") as lines:
        texts = [line.strip() for line in lines][:options.texts]
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        model, tokenizer = SIZES[options.size](folder)
        model.eval().save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        file = os.path.join(folder, "texts.txt")
        with open(file, "w", encoding="utf-8") as out:
            out.write("\n".join(texts) + "\n")
        weights = os.path.getsize(os.path.join(folder, "model.safetensors")) / 1e6
        tokens = sum(len(tokenizer(text, "This example is %s." % role)["input_ids"]) for text in texts for role in ROLES)
        print(f"{options.size}, weights {weights:.0f} MB, {torch.get_num_threads()} threads, {len(texts)} texts, "
              f"{tokens / len(texts) / len(ROLES):.0f} tokens a pair", flush=True)
        del model
        best_ours, best_theirs = [0.0, 0.0], [0.0, 0.0]
        for _ in range(options.rounds):
            best_ours = list(map(max, best_ours, ours(options.ours, folder, file)))
            classify = pipeline("zero-shot-classification", model=folder, tokenizer=tokenizer, device=-1)
            classify(texts[:1], ROLES)
            for batch in (1, 14):
                start, busy = time.perf_counter(), time.process_time()
                classify(texts, ROLES, batch_size=batch)
                rates = [len(texts) / (time.perf_counter() - start), len(texts) / (time.process_time() - busy)]
                print(f"transformers, batches of {batch}: {rates[0]:.3f} texts/s, {rates[1]:.3f} per second of a processor", flush=True)
                best_theirs = list(map(max, best_theirs, rates))
            del classify
        for what, a, b in zip(("texts/s", "texts per second of a processor"), best_ours, best_theirs):
            print(f"| {options.size} | {what} | {a:.2f} | {b:.2f} | {a / b:.1f} |")


if __name__ == "__main__":
    main()
