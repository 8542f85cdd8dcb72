#!/usr/bin/env python3
"""Computes the losses and gradients of small decoders that learn answers to prompts with Hugging Face's transformers, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch transformers safetensors
    venv/bin/python tools/training_golden.py

Reads checkpoints that tools/generation_golden.py made, and writes beside each:

* training.json            prompts and answers as tokens; the loss of each answer (the mean over its tokens), and that over all tokens
* gradients.safetensors    of that loss over all tokens
"""
import json
import os
import random

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

RESOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine/src/test/resources/io/rolestream/engine/model/generation")
MODELS = ["llama3", "qwen2", "mistral"]
PROMPTS = [5, 60, 23, 60, 1]
ANSWERS = [9, 17, 1, 30, 4]
WORDS = range(6, 300)


def losses(model, prompt, answer):
    logits = model(torch.tensor([prompt + answer])).logits[0, len(prompt) - 1:-1]
    return torch.nn.functional.cross_entropy(logits, torch.tensor(answer), reduction="none")


def main():
    for name in MODELS:
        folder = os.path.join(RESOURCES, name)
        model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
        rng = random.Random(name)
        prompts = [rng.choices(WORDS, k=n) for n in PROMPTS]
        answers = [rng.choices(WORDS, k=n - 1) + [2] for n in ANSWERS]
        each = [losses(model, *pair) for pair in zip(prompts, answers)]
        loss = torch.cat(each).mean()
        loss.backward()
        gradients = {key: parameter.grad for key, parameter in model.named_parameters()}
        save_file(gradients, os.path.join(folder, "gradients.safetensors"))
        with open(os.path.join(folder, "training.json"), "w") as out:
            json.dump(dict(prompts=prompts, answers=answers, losses=[one.mean().item() for one in each], loss=loss.item()), out)
            out.write("\n")
        print(name, loss.item(), sum(g.numel() for g in gradients.values()))


if __name__ == "__main__":
    main()
