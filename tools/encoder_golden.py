#!/usr/bin/env python3
"""Makes small checkpoints of each family with Hugging Face's transformers, and what PyTorch computes with them, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 safetensors
    venv/bin/python tools/encoder_golden.py [FAMILY ...]

For each family, or those that are named, a directory in engine/src/test/resources/io/rolestream/engine/model:

* config.json, model.safetensors, tokenizer.json   a classifier with random weights, dropout 0
* golden.json        token sequences, their logits, labels, class weights; the losses of 20 AdamW steps on them; hidden states of the first
                     tokens, and their means over all tokens, with the second half of each sequence of the second token type if there is one
* gradients.safetensors   the gradients of the first of these steps, before clipping
* mlm                a masked language model on the same encoder's configuration, likewise, of most families
"""
import json
import os
import random
import shutil
import sys
import warnings

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModel, AutoModelForMaskedLM, AutoModelForSequenceClassification
from transformers import BartConfig, BertConfig, DebertaV2Config, DistilBertConfig, ModernBertConfig, RobertaConfig, XLMRobertaConfig
from transformers import get_linear_schedule_with_warmup

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine")
RESOURCES = os.path.join(ROOT, "src/test/resources/io/rolestream/engine/model")
LENGTHS = [3, 17, 5, 17, 40, 9, 5, 31, 12, 1, 24, 40]
LABELS = ["Data Engineer", "DevOps Engineer", "Other", "SOC Analyst", "Software Engineer"]
STEPS, WARMUP, RATE, DECAY, CLIP, SMOOTHING = 20, 5, 1e-3, 0.01, 1.0, 0.1
LABELLED = dict(vocab_size=90, initializer_range=0.2, id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)})
COMMON = dict(**LABELLED, hidden_size=32, num_attention_heads=4, intermediate_size=48, hidden_dropout_prob=0.0,
              attention_probs_dropout_prob=0.0)
MODERN = dict(**LABELLED, hidden_size=32, num_attention_heads=4, intermediate_size=24, num_hidden_layers=4, max_position_embeddings=128,
              local_attention=16, pad_token_id=0, bos_token_id=1, cls_token_id=1, eos_token_id=2, sep_token_id=2, reference_compile=False,
              global_attn_every_n_layers=3, attn_implementation="eager")
BART = dict(vocab_size=90, id2label=LABELLED["id2label"], label2id=LABELLED["label2id"], init_std=0.2, d_model=32, encoder_attention_heads=4, dropout=0.0)
DEBERTA = dict(COMMON, relative_attention=True, pad_token_id=0)
FAMILIES = {
    "roberta": RobertaConfig(**COMMON, num_hidden_layers=2, max_position_embeddings=42, type_vocab_size=1),
    "xlm-roberta": XLMRobertaConfig(**COMMON, num_hidden_layers=3, max_position_embeddings=50, type_vocab_size=1, hidden_act="gelu_new",
                                    layer_norm_eps=1e-5),
    "bert": BertConfig(**COMMON, num_hidden_layers=2, max_position_embeddings=40, type_vocab_size=2),
    "bert-relu": BertConfig(**COMMON, num_hidden_layers=1, max_position_embeddings=64, type_vocab_size=2, hidden_act="relu"),
    "distilbert": DistilBertConfig(**LABELLED, dim=32, n_heads=4, hidden_dim=48, n_layers=2, max_position_embeddings=40, dropout=0.0,
                                   attention_dropout=0.0, seq_classif_dropout=0.0),
    "modernbert": ModernBertConfig(**MODERN),
    "modernbert-mean": ModernBertConfig(**MODERN, classifier_pooling="mean", norm_bias=True, attention_bias=True, mlp_bias=True,
                                        classifier_bias=True, local_rope_theta=None),
    "deberta-v3": DebertaV2Config(**DEBERTA, num_hidden_layers=2, max_position_embeddings=512, position_buckets=256, norm_rel_ebd="layer_norm",
                                  share_att_key=True, pos_att_type="p2c|c2p", position_biased_input=False),
    "deberta-buckets": DebertaV2Config(**DEBERTA, num_hidden_layers=1, max_position_embeddings=400, position_buckets=16, norm_rel_ebd="layer_norm",
                                       share_att_key=True, pos_att_type=["c2p", "p2c"], position_biased_input=False, hidden_act="relu",
                                       pooler_hidden_act="relu", max_relative_positions=256),
    "deberta-v2": DebertaV2Config(**DEBERTA, num_hidden_layers=2, max_position_embeddings=64, type_vocab_size=2, share_att_key=False,
                                  pos_att_type="p2c|c2p", position_biased_input=True, max_relative_positions=24,
                                  hidden_act="gelu_new"),
    "bart": BartConfig(**BART, encoder_layers=2, decoder_layers=2, encoder_ffn_dim=48, decoder_ffn_dim=48, decoder_attention_heads=4,
                       max_position_embeddings=300),
    "bart-scaled": BartConfig(**BART, encoder_layers=1, decoder_layers=2, encoder_ffn_dim=40, decoder_ffn_dim=56, decoder_attention_heads=2,
                              max_position_embeddings=40, scale_embedding=True, activation_function="relu", decoder_start_token_id=4),
}
WITHOUT_MASKED = {"bart", "bart-scaled", "deberta-buckets"}
LONG = {"modernbert": [70, 100, 33], "modernbert-mean": [65], "deberta-v3": [300, 140], "deberta-buckets": [300, 129, 128, 64], "bart": [300]}


def padded(config, sequences):
    width = max(map(len, sequences))
    ids = torch.tensor([s + [config.pad_token_id] * (width - len(s)) for s in sequences])
    mask = torch.tensor([[1] * len(s) + [0] * (width - len(s)) for s in sequences])
    return dict(input_ids=ids, attention_mask=mask)


def pooled(folder, batch):
    """Hidden states of the first tokens, and means over all tokens."""
    model = AutoModel.from_pretrained(folder).eval()
    mask = batch["attention_mask"]
    if getattr(model.config, "type_vocab_size", 1) > 1:
        places = torch.arange(mask.shape[1]).expand_as(mask)
        batch = dict(batch, token_type_ids=((2 * places >= mask.sum(1, keepdim=True)) & (mask == 1)).long())
    with torch.no_grad():
        hidden = model(**batch).last_hidden_state
    means = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
    return dict(first=hidden[:, 0].tolist(), means=means.tolist())


def train(model, loss_of):
    """The losses of STEPS steps, and the first gradients."""
    model.train()
    plain = [p for n, p in model.named_parameters() if n.endswith("bias") or "norm" in n.lower()]
    decayed = [p for n, p in model.named_parameters() if not (n.endswith("bias") or "norm" in n.lower())]
    optimizer = torch.optim.AdamW([dict(params=decayed, weight_decay=DECAY), dict(params=plain, weight_decay=0.0)], lr=RATE)
    schedule = get_linear_schedule_with_warmup(optimizer, WARMUP, STEPS)
    losses, first = [], None
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(model)
        loss.backward()
        if first is None:
            first = {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    losses.append(loss_of(model).item())
    return losses, first


def main():
    warnings.simplefilter("ignore")
    for name in sys.argv[1:] or FAMILIES:
        config = FAMILIES[name]
        folder = os.path.join(RESOURCES, name)
        shutil.rmtree(folder, ignore_errors=True)
        torch.manual_seed(len(name))
        rng = random.Random(name)
        sequences = [[rng.randrange(5, config.vocab_size) for _ in range(length)] for length in LENGTHS + LONG.get(name, [])]
        if config.model_type == "bart":  # each has one end token, most of them at the end
            for sequence in sequences:
                sequence[-3 if len(sequence) == 31 else -1] = config.eos_token_id
        model = AutoModelForSequenceClassification.from_config(config)
        with torch.no_grad():  # biases and norms begin as zeros and ones, which would hide a mistake
            for parameter in model.parameters():
                if parameter.dim() == 1:
                    parameter.add_(torch.randn_like(parameter) * 0.1)
        model.eval()
        model.save_pretrained(folder)
        batch = padded(config, sequences)
        with torch.no_grad():
            logits = model(**batch).logits
        labels = torch.tensor([rng.randrange(len(LABELS)) for _ in sequences])
        weights = torch.tensor([0.5, 2.0, 1.0, 1.5, 0.75])
        criterion = torch.nn.CrossEntropyLoss(weight=weights, label_smoothing=SMOOTHING)
        losses, gradients = train(model, lambda m: criterion(m(**batch).logits, labels))
        save_file(gradients, os.path.join(folder, "gradients.safetensors"))

        targets, masked_losses = torch.full_like(batch["input_ids"], -100), []
        directories = [folder]
        if name not in WITHOUT_MASKED:
            directories.append(os.path.join(folder, "mlm"))
            masked = AutoModelForMaskedLM.from_config(config).eval()
            masked.save_pretrained(directories[1])
            for row, sequence in enumerate(sequences):
                for place in range(len(sequence)):
                    if rng.random() < 0.25:
                        targets[row, place] = rng.randrange(5, config.vocab_size)
            masked_losses, masked_gradients = train(masked, lambda m: m(**batch, labels=targets).loss)
            save_file(masked_gradients, os.path.join(directories[1], "gradients.safetensors"))

        tokenizer = Tokenizer(models.WordLevel({f"t{i}": i for i in range(config.vocab_size)}, unk_token="t3"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        for at in directories:
            tokenizer.save(os.path.join(at, "tokenizer.json"))
        with open(os.path.join(folder, "golden.json"), "w") as out:
            json.dump(dict(sequences=sequences, logits=logits.tolist(), **pooled(folder, batch), labels=labels.tolist(), classWeights=weights.tolist(), losses=losses,
                           targets=[targets[i, :len(s)].tolist() for i, s in enumerate(sequences)], maskedLosses=masked_losses,
                           steps=STEPS, warmup=WARMUP, rate=RATE, decay=DECAY, clip=CLIP, smoothing=SMOOTHING), out)
            out.write("\n")


if __name__ == "__main__":
    main()
