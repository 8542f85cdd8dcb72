#!/usr/bin/env python3
"""Makes small checkpoints for pairs and embeddings with Hugging Face's transformers, and what it computes with them, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 sentencepiece protobuf
    venv/bin/python tools/task_golden.py [NAME ...]

Makes all, or those that are named.

Directories in engine/src/test/resources/io/rolestream/engine/task, each with config.json, model.safetensors and tokenizer.json:

* bert-pairs, roberta-pairs   classifiers of pairs with random weights: three labels, and a single score
* bart-pairs, deberta-pairs   entailment models: three labels, entailment last; two labels, entailment first, with a SentencePiece tokenizer
  golden.json                 pairs, their token ids and types, whether they are cut (longest_first), their logits
* bert-base, roberta-base     encoders without a head
  golden.json                 texts, their token ids; the first token's and the mean vector, both with length 1

bert-base is laid out as sentence-transformers does: modules.json, 1_Pooling/config.json (mean), sentence_bert_config.json (32 tokens).
"""
import json
import os
import shutil
import sys
import tempfile
import warnings

import sentencepiece
import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import (BartConfig, BartForSequenceClassification, BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast,
                          DebertaV2Config, DebertaV2ForSequenceClassification, DebertaV2TokenizerFast, RobertaConfig,
                          RobertaForSequenceClassification, RobertaModel, RobertaTokenizerFast)

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine/src/test/resources/io/rolestream/engine")
TOKENIZERS = os.path.join(TESTS, "tokenizer")
RESOURCES = os.path.join(TESTS, "task")
COMMON = dict(hidden_size=32, num_attention_heads=4, intermediate_size=48, num_hidden_layers=2, max_position_embeddings=48,
              initializer_range=0.2, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
SENTENCE_TOKENS = 32
SHORT = "Java developer"
MIDDLE = "Built data pipelines with Kafka and Spark, C#, .NET and SQL"
LONG = "Senior SOC analyst: Splunk, QRadar, incident response, ISO-27001, vulnerability management, CI/CD and Docker on AWS"
VERY_LONG = (MIDDLE + ". " + LONG + "; ") * 3
TEXTS = [SHORT, MIDDLE, LONG, VERY_LONG, "Project coordinator, scrum", "数据 engineer 🚀", "a"]
PAIRS = [(SHORT, MIDDLE), (MIDDLE, SHORT), ("", SHORT), (SHORT, ""), (SHORT, VERY_LONG), (VERY_LONG, SHORT), (MIDDLE, LONG), (LONG, MIDDLE),
         (LONG, LONG), (VERY_LONG, LONG), (VERY_LONG, VERY_LONG), ("数据 engineer 🚀", "Data engineer"), ("a", "a"), (SHORT, SHORT)]


def bert_tokenizer():
    return BertTokenizerFast(os.path.join(TOKENIZERS, "bert/vocab.txt"), do_lower_case=True)


def roberta_tokenizer():
    trained = ByteLevelBPETokenizer()
    trained.train([os.path.join(TOKENIZERS, "corpus.txt")], vocab_size=500, min_frequency=2, show_progress=False,
                  special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    with tempfile.TemporaryDirectory() as folder:
        trained.save_model(folder)
        return RobertaTokenizerFast.from_pretrained(folder)


def deberta_tokenizer():
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "spm")
        sentencepiece.SentencePieceTrainer.train(
            input=os.path.join(TOKENIZERS, "corpus.txt"), model_prefix=prefix, vocab_size=400, pad_id=0, bos_id=1, eos_id=2, unk_id=3,
            pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]", minloglevel=2, num_threads=1)
        return DebertaV2TokenizerFast(prefix + ".model")


def randomized(model, seed):
    """Biases and norms begin as zeros and ones, which would hide a mistake."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(parameter + noise * 0.1 if parameter.dim() == 1 else noise * 0.2)
    return model.eval()


def save(name, model, tokenizer, golden):
    folder = os.path.join(RESOURCES, name)
    if sys.argv[1:] and name not in sys.argv[1:]:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.save(os.path.join(folder, "tokenizer.json"))
    write(folder, "golden.json", golden)
    return folder


def write(folder, name, content):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        json.dump(content, out, ensure_ascii=False)
        out.write("\n")


def pairs(model, tokenizer, most):
    golden = []
    for first, second in PAIRS:
        whole = tokenizer([first], [second], verbose=False)["input_ids"][0]  # as lists: an empty second text alone would be left out
        batch = tokenizer([first], [second], truncation=True, max_length=most, return_tensors="pt")
        with torch.no_grad():
            logits = model(**batch).logits[0]
        ids = batch["input_ids"][0].tolist()
        types = batch["token_type_ids"][0].tolist() if "token_type_ids" in batch else [0] * len(ids)
        golden.append(dict(first=first, second=second, ids=ids, types=types, cut=len(whole) > len(ids), logits=logits.tolist()))
    return golden


def embeddings(model, tokenizer, most):
    golden = []
    for text in TEXTS:
        batch = tokenizer(text, truncation=True, max_length=most, return_tensors="pt")
        with torch.no_grad():
            hidden = model(**batch).last_hidden_state[0]
        normal = [torch.nn.functional.normalize(v, dim=0).tolist() for v in (hidden[0], hidden.mean(0))]
        golden.append(dict(text=text, ids=batch["input_ids"][0].tolist(), first=normal[0], mean=normal[1]))
    return golden


def main():
    warnings.simplefilter("ignore")
    bert, roberta = bert_tokenizer(), roberta_tokenizer()
    three = {0: "contradiction", 1: "neutral", 2: "entailment"}
    bert_config = dict(COMMON, vocab_size=len(bert), type_vocab_size=2)
    roberta_config = dict(COMMON, vocab_size=len(roberta), type_vocab_size=1)
    model = randomized(BertForSequenceClassification(
        BertConfig(**bert_config, id2label=three, label2id={v: k for k, v in three.items()})), 1)
    save("bert-pairs", model, bert, pairs(model, bert, 48))
    model = randomized(RobertaForSequenceClassification(
        RobertaConfig(**roberta_config, id2label={0: "relevance"}, label2id={"relevance": 0})), 2)
    save("roberta-pairs", model, roberta, pairs(model, roberta, 46))
    config = BartConfig(vocab_size=len(roberta), d_model=32, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
                        decoder_attention_heads=4, encoder_ffn_dim=48, decoder_ffn_dim=48, max_position_embeddings=48, dropout=0.0,
                        id2label=three, label2id={v: k for k, v in three.items()})
    model = randomized(BartForSequenceClassification(config), 5)
    save("bart-pairs", model, roberta, pairs(model, roberta, 48))
    deberta = deberta_tokenizer()
    config = DebertaV2Config(**COMMON, vocab_size=len(deberta), relative_attention=True, position_buckets=16, norm_rel_ebd="layer_norm",
                             share_att_key=True, pos_att_type="p2c|c2p", position_biased_input=False,
                             id2label={0: "entailment", 1: "not_entailment"}, label2id={"entailment": 0, "not_entailment": 1})
    model = randomized(DebertaV2ForSequenceClassification(config), 6)
    save("deberta-pairs", model, deberta, pairs(model, deberta, 48))
    model = randomized(BertModel(BertConfig(**bert_config)), 3)
    folder = save("bert-base", model, bert, embeddings(model, bert, SENTENCE_TOKENS))
    write(folder, "modules.json", [
        dict(idx=0, name="0", path="", type="sentence_transformers.models.Transformer"),
        dict(idx=1, name="1", path="1_Pooling", type="sentence_transformers.models.Pooling"),
        dict(idx=2, name="2", path="2_Normalize", type="sentence_transformers.models.Normalize")])
    write(folder, "1_Pooling/config.json", dict(
        word_embedding_dimension=32, pooling_mode_cls_token=False, pooling_mode_mean_tokens=True, pooling_mode_max_tokens=False,
        pooling_mode_mean_sqrt_len_tokens=False))
    write(folder, "sentence_bert_config.json", dict(max_seq_length=SENTENCE_TOKENS, do_lower_case=False))
    model = randomized(RobertaModel(RobertaConfig(**roberta_config), add_pooling_layer=False), 4)
    save("roberta-base", model, roberta, embeddings(model, roberta, 46))


if __name__ == "__main__":
    main()
