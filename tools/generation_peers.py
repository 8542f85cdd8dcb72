#!/usr/bin/env python3
"""Times generate of Hugging Face's transformers on the work of benchmarks' GenerationBenchmark.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2
    OMP_WAIT_POLICY=PASSIVE venv/bin/python tools/generation_peers.py [--family FAMILY] [--folder FOLDER] [--rounds N] [--bf16]

Makes a checkpoint of flan-t5-small's size in the folder, with --family llama of SmolLM2-135M's, with llama-1b with the layers of
Llama-3.2-1B, in bfloat16, with random weights, which change nothing in the cost, and prompts.txt with 32 prompts of about 350 tokens.
Prints how long transformers takes for 50 greedy tokens: of all prompts as one padded batch, and of the first. --bandwidth prints instead
how many GB/s this machine reads from memory with two threads.
"""
import argparse
import os
import random
import shutil
import time
import warnings

import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

TOKENIZERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine/src/test/resources/io/rolestream/engine/model/generation")
SMALL = T5Config(vocab_size=32128, d_model=512, d_kv=64, num_heads=6, d_ff=1024, num_layers=8, num_decoder_layers=8, tie_word_embeddings=False,
                 feed_forward_proj="gated-gelu", decoder_start_token_id=0)
SMOLLM2 = LlamaConfig(vocab_size=49152, hidden_size=576, num_attention_heads=9, num_key_value_heads=3, intermediate_size=1536,
                      num_hidden_layers=30, max_position_embeddings=8192, rope_theta=100000., rms_norm_eps=1e-5, tie_word_embeddings=True,
                      bos_token_id=1, eos_token_id=2)
LLAMA_1B = LlamaConfig(vocab_size=49152, hidden_size=2048, num_attention_heads=32, num_key_value_heads=8, intermediate_size=8192,
                       num_hidden_layers=16, max_position_embeddings=8192, rope_theta=500000., rms_norm_eps=1e-5, tie_word_embeddings=True,
                       bos_token_id=1, eos_token_id=2)
FAMILIES = {"t5": (T5ForConditionalGeneration, SMALL, "t5-untied", "flan-t5-small-random", "<pad>", "</s>"),
            "llama": (LlamaForCausalLM, SMOLLM2, "smollm2", "smollm2-135m-random", "<|end_of_text|>", "<|eot_id|>"),
            "llama-1b": (LlamaForCausalLM, LLAMA_1B, "smollm2", "llama-1b-random", "<|end_of_text|>", "<|eot_id|>")}


def bandwidth():
    x = torch.ones(1 << 28)
    best = float("inf")
    for _ in range(10):
        start = time.perf_counter()
        x.sum()
        best = min(best, time.perf_counter() - start)
    print(f"{x.numel() * 4 / best / 1e9:.1f} GB/s read by {torch.get_num_threads()} threads")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--family", choices=FAMILIES, default="t5")
    parser.add_argument("--folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--bandwidth", action="store_true")
    options = parser.parse_args()
    if options.bandwidth:
        bandwidth()
        return
    kind, sizes, tokenizer, folder, pad, eos = FAMILIES[options.family]
    options.folder = options.folder or folder
    warnings.simplefilter("ignore")
    if not os.path.exists(os.path.join(options.folder, "prompts.txt")):
        torch.manual_seed(1)
        kind(sizes).to(torch.bfloat16 if options.family == "llama-1b" else torch.float32).save_pretrained(options.folder)
        shutil.copy(os.path.join(TOKENIZERS, tokenizer, "tokenizer.json"), options.folder)
        rng = random.Random(5)
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.folder, "tokenizer.json"))
        with open(os.path.join(options.folder, "prompts.txt"), "w") as out:
            for _ in range(32):
                length, words = rng.randrange(330, 371), []
                while len(tokenizer(" ".join(words)).input_ids) < length:
                    words.append(rng.choice(["Kafka", "Terraform", "Python", "SIEM", "Snowflake", "Angular", "nights", "months", "release"]))
                out.write(" ".join(words) + "\n")
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.folder, "tokenizer.json"), pad_token=pad, eos_token=eos,
                                        padding_side="right" if options.family == "t5" else "left")
    prompts = open(os.path.join(options.folder, "prompts.txt")).read().splitlines()
    dtype = torch.bfloat16 if options.bf16 else torch.float32
    model = kind.from_pretrained(options.folder, torch_dtype=dtype).eval()
    print(f"| transformers {dtype}, {torch.get_num_threads()} threads | prompts | elapsed s | processor s |\n|---|---|---|---|")
    for texts in (prompts, prompts[:1]):
        batch = tokenizer(texts, padding=True, return_tensors="pt")
        batch.pop("token_type_ids", None)
        elapsed, processor = float("inf"), float("inf")
        for _ in range(options.rounds):
            start, used = time.perf_counter(), time.process_time()
            with torch.inference_mode():
                rows = model.generate(**batch, max_new_tokens=50, min_new_tokens=50, do_sample=False, num_beams=1)
            elapsed, processor = min(elapsed, time.perf_counter() - start), min(processor, time.process_time() - used)
        assert rows.shape[1] == 50 + (batch["input_ids"].shape[1] if options.family == "llama" else 1)
        print(f"| {batch['input_ids'].shape[1]} tokens at most | {len(texts)} | {elapsed:.2f} | {processor:.2f} |", flush=True)
    with open("/proc/self/status") as status:
        print(", ".join(" ".join(line.split()) for line in status if line.startswith(("VmRSS", "VmHWM"))))


if __name__ == "__main__":
    main()
