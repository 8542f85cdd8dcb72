#!/usr/bin/env python3
"""Times the forward pass of Hugging Face's transformers and of ONNX Runtime on the work of benchmarks' ModelBenchmark.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 onnx onnxruntime
    OMP_WAIT_POLICY=PASSIVE venv/bin/python tools/encoder_peers.py [--size SIZE] [--rounds N] [--compile] [--peers int8]

Prints sequences/s of each peer for each length and batch size, and for the same mix of lengths in padded batches of 32; the best of the
rounds, in which the peers take turns. Random weights: they change nothing in the cost.
"""
import argparse
import os
import random
import tempfile
import time
import warnings

import torch
from transformers import AutoModelForSequenceClassification, DistilBertConfig, ModernBertConfig, RobertaConfig

ROBERTA = dict(vocab_size=50265, hidden_size=768, num_attention_heads=12, intermediate_size=3072, max_position_embeddings=514,
               type_vocab_size=1, num_labels=14)
SIZES = {"base": RobertaConfig(**ROBERTA, num_hidden_layers=12),
         "half": RobertaConfig(**ROBERTA, num_hidden_layers=6),
         "compact": RobertaConfig(**dict(ROBERTA, vocab_size=8192, hidden_size=256, num_attention_heads=4, intermediate_size=1024),
                                  num_hidden_layers=4),
         "distilbert": DistilBertConfig(num_labels=14),
         "modernbert": ModernBertConfig(num_labels=14, reference_compile=False)}


def numbers(text):
    return [int(number) for number in text.split(",")]


def batch_of(lengths, vocabulary):
    longest = max(lengths)
    ids = torch.ones(len(lengths), longest, dtype=torch.long)
    mask = torch.zeros(len(lengths), longest, dtype=torch.long)
    for row, length in enumerate(lengths):
        ids[row, :length] = torch.randint(5, vocabulary, (length,))
        mask[row, :length] = 1
    return ids, mask


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, default="base")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compile", action="store_true", help="torch.compile too; needs a C++ compiler and a few minutes")
    parser.add_argument("--transformers-only", action="store_true", help="without ONNX Runtime")
    parser.add_argument("--lengths", type=numbers, default=[32, 64, 128, 256])
    parser.add_argument("--batches", type=numbers, default=[1, 8, 32])
    parser.add_argument("--peers", default="", help="only those whose name contains this, such as int8; without the mix")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    config = SIZES[options.size]
    torch.manual_seed(1)
    fp32 = AutoModelForSequenceClassification.from_config(config).eval()
    bf16 = AutoModelForSequenceClassification.from_config(config).eval().to(torch.bfloat16)
    peers = {"transformers fp32": lambda ids, mask: fp32(input_ids=ids, attention_mask=mask).logits,
             "transformers bf16": lambda ids, mask: bf16(input_ids=ids, attention_mask=mask).logits}
    if options.compile:
        compiled = torch.compile(fp32, dynamic=True)
        peers["torch.compile fp32"] = lambda ids, mask: compiled(input_ids=ids, attention_mask=mask).logits
        compiled16 = torch.compile(bf16, dynamic=True)
        peers["torch.compile bf16"] = lambda ids, mask: compiled16(input_ids=ids, attention_mask=mask).logits
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        if not options.transformers_only:
            import onnxruntime
            from onnxruntime.quantization import QuantType, quantize_dynamic
            model = os.path.join(folder, "model.onnx")
            ids, mask = batch_of([16, 16], config.vocab_size)
            torch.onnx.export(fp32, (ids, mask), model, input_names=["ids", "mask"], output_names=["logits"], opset_version=17, dynamo=False,
                              dynamic_axes={"ids": {0: "n", 1: "l"}, "mask": {0: "n", 1: "l"}, "logits": {0: "n"}})
            small = os.path.join(folder, "int8.onnx")
            quantize_dynamic(model, small, weight_type=QuantType.QInt8)
            for name, path in (("ONNX Runtime fp32", model), ("ONNX Runtime int8", small)):
                settings = onnxruntime.SessionOptions()
                settings.intra_op_num_threads = torch.get_num_threads()
                session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
                peers[name] = lambda i, m, session=session: session.run(None, {"ids": i.numpy(), "mask": m.numpy()})
        rng = random.Random(11)
        mix = [int(max(8, min(60 * 2.718281828 ** rng.gauss(0, 0.6), 512))) for _ in range(256)]
        works = {f"{length} x {batch}": [batch_of([length] * batch, config.vocab_size)]
                 for length in options.lengths for batch in options.batches}
        if options.peers:
            peers = {name: peer for name, peer in peers.items() if options.peers in name}
        else:
            works["mix, padded to the longest of 32"] = [batch_of(mix[i:i + 32], config.vocab_size) for i in range(0, 256, 32)]
        print(f"{options.size}, {torch.get_num_threads()} threads, torch {torch.__version__}\n")
        print("| | " + " | ".join(peers) + " |\n|---|" + "---|" * len(peers))
        for shape, batches in works.items():
            best = dict.fromkeys(peers, float("inf"))
            for turn in range(options.rounds + 1):
                for peer, run in peers.items():
                    start = time.perf_counter()
                    for ids, mask in batches:
                        run(ids, mask)
                    if turn > 0:
                        best[peer] = min(best[peer], time.perf_counter() - start)
            sequences = sum(len(ids) for ids, _ in batches)
            print(f"| {shape} | " + " | ".join(f"{sequences / seconds:.1f}" for seconds in best.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
