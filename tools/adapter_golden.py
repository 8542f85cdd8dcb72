#!/usr/bin/env python3
"""Adapts a small decoder with PEFT, and computes logits with it, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch transformers peft safetensors
    venv/bin/python tools/adapter_golden.py

Reads the checkpoint llama3 that tools/generation_golden.py made, and writes llama3-adapter beside it: adapter_config.json and
adapter_model.safetensors as PEFT saves them, and golden.json with prompts and the logits of the first token after each.

    venv/bin/python tools/adapter_golden.py DIR

Compares a checkpoint of `rolestream train generator --method lora` with its own DIR/adapter, as PEFT reads that: prints the largest difference
of their logits.
"""
import json
import os
import random
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

RESOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine/src/test/resources/io/rolestream/engine/model/generation")
TARGETS = ["q_proj", "v_proj", "down_proj"]
LENGTHS = [7, 45, 1, 20]


def logits(model, prompts):
    with torch.no_grad():
        return torch.stack([model(input_ids=torch.tensor([prompt])).logits[0, -1] for prompt in prompts])


def prompts(vocabulary):
    rng = random.Random(1)
    return [rng.choices(range(6, vocabulary), k=n) for n in LENGTHS]


def make():
    torch.manual_seed(1)
    base = AutoModelForCausalLM.from_pretrained(os.path.join(RESOURCES, "llama3"), attn_implementation="eager", dtype=torch.float32).eval()
    before = logits(base, prompts(300))
    model = get_peft_model(base, LoraConfig(r=2, lora_alpha=4, target_modules=TARGETS, task_type="CAUSAL_LM")).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.copy_(0.3 * torch.randn_like(parameter))
    after = logits(model, prompts(300))
    print("adapters change logits by up to", (after - before).abs().max().item())
    folder = os.path.join(RESOURCES, "llama3-adapter")
    model.save_pretrained(folder)
    file = os.path.join(folder, "adapter_config.json")
    config = json.load(open(file))
    config["base_model_name_or_path"] = "llama3"
    json.dump(config, open(file, "w"), indent=2)
    os.remove(os.path.join(folder, "README.md"))
    with open(os.path.join(folder, "golden.json"), "w") as out:
        json.dump(dict(prompts=prompts(300), first=after.tolist()), out)
        out.write("\n")


def compare(folder):
    merged = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    base = json.load(open(os.path.join(folder, "adapter/adapter_config.json")))["base_model_name_or_path"]
    adapted = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), os.path.join(folder, "adapter")).eval()
    tokens = prompts(min(300, merged.config.vocab_size))
    print("largest difference:", (logits(merged, tokens) - logits(adapted, tokens)).abs().max().item())


if __name__ == "__main__":
    compare(sys.argv[1]) if sys.argv[1:] else make()
