#!/usr/bin/env python3
"""Makes small entailment models with Hugging Face's transformers, and what its zero-shot pipeline says with them, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2
    venv/bin/python tools/zero_shot_golden.py

Directories in labellers/src/test/resources/io/rolestream/labellers/zero-shot, each with config.json, model.safetensors and tokenizer.json:

* bert      0 contradiction, 1 neutral, 2 entailment
* roberta   0 ENTAILMENT, 1 NEUTRAL, 2 CONTRADICTION
* two       0 entailment, 1 not_entailment (BERT)
* bart      as bert
  golden.json   for each template, texts with the scores of the standard roles, in their order: single, and multi (multi_label)
"""
import os
import shutil
import warnings

from transformers import (BartConfig, BartForSequenceClassification, BertConfig, BertForSequenceClassification, RobertaConfig,
                          RobertaForSequenceClassification, pipeline)

import task_golden

RESOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "labellers/src/test/resources/io/rolestream/labellers/zero-shot")
ROLES = ["SOC Analyst", "Cybersecurity Analyst", ".NET Developer", "Software Engineer", "Full Stack Developer", "JavaScript Developer",
         "Node.js Developer", "Cloud Engineer", "DevOps Engineer", "Project Coordinator", "Agile Analyst", "Database Developer", "Data Engineer",
         "Other"]
TEMPLATES = ["This example is {}.", "{} is what the skills say"]
TOKENS = 96
CONFIG = dict(task_golden.COMMON, max_position_embeddings=TOKENS)
TEXTS = task_golden.TEXTS + [task_golden.VERY_LONG * 20, "</s> [SEP] java"]


def save(name, model, tokenizer, most):
    folder = os.path.join(RESOURCES, name)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.model_max_length = most
    classify = pipeline("zero-shot-classification", model=model, tokenizer=tokenizer, device=-1)
    golden = []
    for template in TEMPLATES:
        for text in TEXTS:
            case = dict(template=template, text=text)
            for name, multi in (("single", False), ("multi", True)):
                result = classify(text, candidate_labels=ROLES, hypothesis_template=template, multi_label=multi)
                scores = dict(zip(result["labels"], result["scores"]))
                case[name] = [scores[role] for role in ROLES]
            golden.append(case)
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.save(os.path.join(folder, "tokenizer.json"))
    task_golden.write(folder, "golden.json", golden)


def main():
    warnings.simplefilter("ignore")
    bert, roberta = task_golden.bert_tokenizer(), task_golden.roberta_tokenizer()

    def labels(*names):
        return dict(id2label=dict(enumerate(names)), label2id={name: i for i, name in enumerate(names)})

    bert_config = dict(CONFIG, vocab_size=len(bert), type_vocab_size=2)
    model = BertForSequenceClassification(BertConfig(**bert_config, **labels("contradiction", "neutral", "entailment")))
    save("bert", task_golden.randomized(model, 1), bert, TOKENS)
    roberta_config = dict(CONFIG, vocab_size=len(roberta), type_vocab_size=1, max_position_embeddings=TOKENS + 2)
    model = RobertaForSequenceClassification(RobertaConfig(**roberta_config, **labels("ENTAILMENT", "NEUTRAL", "CONTRADICTION")))
    save("roberta", task_golden.randomized(model, 2), roberta, TOKENS)
    model = BertForSequenceClassification(BertConfig(**bert_config, **labels("entailment", "not_entailment")))
    save("two", task_golden.randomized(model, 3), bert, TOKENS)
    bart_config = dict(vocab_size=len(roberta), max_position_embeddings=TOKENS, d_model=32, encoder_layers=2, decoder_layers=2,
                       encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=48, decoder_ffn_dim=48, dropout=0.0)
    model = BartForSequenceClassification(BartConfig(**bart_config, **labels("contradiction", "neutral", "entailment")))
    save("bart", task_golden.randomized(model, 4), roberta, TOKENS)


if __name__ == "__main__":
    main()
