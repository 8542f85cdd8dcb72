#!/usr/bin/env python3
"""Times generate of Hugging Face's transformers on the work of benchmarks' GenerationBenchmark.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2
    OMP_WAIT_POLICY=PASSIVE venv/bin/python tools/generation_peers.py [--folder FOLDER] [--rounds N] [--bf16]

Makes a checkpoint of flan-t5-small's size in the folder, with random weights, which change nothing in the cost, and prompts.txt with 32
prompts of about 350 tokens. Prints how long transformers takes for 50 greedy tokens: of all prompts as one padded batch, and of the first.
"""
import argparse
import os
import random
import shutil
import time
import warnings

import torch
from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

TOKENIZER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                         "engine/src/test/resources/io/rolestream/engine/model/generation/t5-untied/tokenizer.json")
SMALL = T5Config(vocab_size=32128, d_model=512, d_kv=64, num_heads=6, d_ff=1024, num_layers=8, num_decoder_layers=8, tie_word_embeddings=False,
                 feed_forward_proj="gated-gelu", decoder_start_token_id=0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", default="flan-t5-small-random")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bf16", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if not os.path.exists(os.path.join(options.folder, "prompts.txt")):
        torch.manual_seed(1)
        T5ForConditionalGeneration(SMALL).save_pretrained(options.folder)
        shutil.copy(TOKENIZER, options.folder)
        rng = random.Random(5)
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.folder, "tokenizer.json"))
        with open(os.path.join(options.folder, "prompts.txt"), "w") as out:
            for _ in range(32):
                length, words = rng.randrange(330, 371), []
                while len(tokenizer(" ".join(words)).input_ids) < length:
                    words.append(rng.choice(["Kafka", "Terraform", "Python", "SIEM", "Snowflake", "Angular", "nights", "months", "release"]))
                out.write(" ".join(words) + "\n")
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.folder, "tokenizer.json"), pad_token="<pad>", eos_token="</s>")
    prompts = open(os.path.join(options.folder, "prompts.txt")).read().splitlines()
    dtype = torch.bfloat16 if options.bf16 else torch.float32
    model = T5ForConditionalGeneration.from_pretrained(options.folder, torch_dtype=dtype).eval()
    print(f"| transformers {dtype}, {torch.get_num_threads()} threads | prompts | elapsed s | processor s |\n|---|---|---|---|")
    for texts in (prompts, prompts[:1]):
        batch = tokenizer(texts, padding=True, return_tensors="pt")
        batch.pop("token_type_ids", None)
        elapsed, processor = float("inf"), float("inf")
        for _ in range(options.rounds):
            start, used = time.perf_counter(), time.process_time()
            with torch.inference_mode():
                rows = model.generate(**batch, max_length=51, min_length=51, do_sample=False, num_beams=1)
            elapsed, processor = min(elapsed, time.perf_counter() - start), min(processor, time.process_time() - used)
        assert rows.shape[1] == 51
        print(f"| {batch['input_ids'].shape[1]} tokens at most | {len(texts)} | {elapsed:.2f} | {processor:.2f} |", flush=True)
    with open("/proc/self/status") as status:
        print(", ".join(" ".join(line.split()) for line in status if line.startswith(("VmRSS", "VmHWM"))))


if __name__ == "__main__":
    main()
