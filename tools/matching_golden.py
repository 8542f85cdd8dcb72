#!/usr/bin/env python3
"""Computes contrastive and preference losses, their gradients and a short training with PyTorch, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 safetensors
    venv/bin/python tools/matching_golden.py

Writes matching.json into engine/src/test/resources/io/rolestream/engine/training, for the checkpoints that encoder_golden.py made: for each
case the losses of 20 AdamW steps and, of the first step's gradient of each tensor, the norm and the first numbers.
"""
import json
import os
import warnings

import torch
from transformers import AutoModel, AutoModelForSequenceClassification

from encoder_golden import CLIP, DECAY, RATE, RESOURCES, STEPS, WARMUP, padded, train

OUT = os.path.join(RESOURCES, "../training/matching.json")
QUERIES, DOCUMENTS = range(0, 5), range(5, 12)
ROWS = [(0, 0, 1.0), (1, 1, 2.0), (2, 2, 1.0), (3, 3, 0.5), (4, 1, 1.0)]  # query, document, weight
KNOWN = [(0, 4), (3, 5), (2, 3)]  # suit as well: never negatives
CASES = [("bert", "mean", 0.2, True), ("roberta", "first", 0.1, False), ("distilbert", "mean", 0.5, True), ("modernbert", "first", 0.2, True),
         ("deberta-v3", "mean", 0.2, False)]
PREFERENCES = [(0, 5, 0.0, 1.0), (1, 6, 0.5, 2.0), (2, 7, 0.0, 0.5), (0, 8, 1.0, 1.0), (9, 3, 0.0, 1.0)]  # chosen, rejected, margin, weight
RANKED = ["bert", "roberta", "deberta-v2"]


def vectors(model, batch, pooling):
    hidden = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1)
    return torch.nn.functional.normalize(hidden[:, 0] if pooling == "first" else (hidden * mask).sum(1) / mask.sum(1), dim=1)


def info_nce(all_vectors, temperature, symmetric):
    queries, documents = all_vectors[:len(QUERIES)], all_vectors[len(QUERIES):]
    scores = queries @ documents.T / temperature
    suits = torch.zeros_like(scores, dtype=torch.bool)
    for query, document in KNOWN + [row[:2] for row in ROWS]:
        suits[query, document] = True
    total = 0.0
    for query, document, weight in ROWS:
        others = suits.clone()
        others[query, document] = False
        masked = scores.masked_fill(others, float("-inf"))
        loss = torch.nn.functional.cross_entropy(masked[query], torch.tensor(document))
        if symmetric:
            loss = (loss + torch.nn.functional.cross_entropy(masked[:, document], torch.tensor(query))) / 2
        total = total + weight * loss
    return total / sum(row[2] for row in ROWS)


def preference(scores):
    chosen, rejected, margins, weights = (torch.tensor(column) for column in zip(*PREFERENCES))
    losses = -torch.nn.functional.logsigmoid(scores[chosen] - scores[rejected] - margins)
    return (weights * losses).sum() / weights.sum()


def described(losses, gradients):
    return dict(losses=losses, gradients={name: [g.norm().item()] + g.flatten()[:4].tolist() for name, g in gradients.items()})


def typed(model, batch):
    """As PairScorer has it: the second half of a sequence is of the second type, if there is one."""
    if model.config.type_vocab_size < 2:
        return batch
    mask = batch["attention_mask"]
    places = torch.arange(mask.shape[1]).expand_as(mask)
    return dict(batch, token_type_ids=((2 * places >= mask.sum(1, keepdim=True)) & (mask == 1)).long())


def main():
    warnings.simplefilter("ignore")
    result = dict(steps=STEPS, warmup=WARMUP, rate=RATE, decay=DECAY, clip=CLIP, rows=ROWS, known=KNOWN, preferences=PREFERENCES, contrastive=[], preference=[])
    for family, pooling, temperature, symmetric in CASES:
        folder = os.path.join(RESOURCES, family)
        with open(os.path.join(folder, "golden.json")) as golden:
            sequences = json.load(golden)["sequences"]
        model = AutoModel.from_pretrained(folder)
        batch = padded(model.config, [sequences[i] for i in [*QUERIES, *DOCUMENTS]])
        trained = train(model, lambda m: info_nce(vectors(m, batch, pooling), temperature, symmetric))
        result["contrastive"].append(dict(family=family, pooling=pooling, temperature=temperature, symmetric=symmetric, **described(*trained)))
    for family in RANKED:
        folder = os.path.join(RESOURCES, family)
        with open(os.path.join(folder, "golden.json")) as golden:
            sequences = json.load(golden)["sequences"][:12]
        model = AutoModelForSequenceClassification.from_pretrained(folder)
        batch = typed(model, padded(model.config, sequences))
        trained = train(model, lambda m: preference(m(**batch).logits[:, 0]))
        result["preference"].append(dict(family=family, **described(*trained)))
    os.makedirs(os.path.dirname(OUT), exist_ok=True)
    with open(OUT, "w") as out:
        json.dump(result, out)
        out.write("\n")


if __name__ == "__main__":
    main()
