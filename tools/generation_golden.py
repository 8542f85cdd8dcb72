#!/usr/bin/env python3
"""Makes small encoder-decoders and decoders with Hugging Face's transformers, and what they generate and how they score answers, for the Java tests.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 safetensors
    venv/bin/python tools/generation_golden.py [NAME ...]

For each model, or those that are named, a directory in engine/src/test/resources/io/rolestream/engine/model/generation:

* config.json, generation_config.json, model.safetensors   random weights; llama3's are sharded
* tokenizer.json     a Unigram vocabulary like SentencePiece's for T5, byte-level BPE for BART, and BPE of each decoder's kind
* golden.json        prompts as tokens; the logits of the first token; 50 greedily generated tokens, computed as a padded batch, or 200 of a
                     decoder, each prompt alone; answers and the log-probability of each; prompts as texts, their tokens and the text that
                     is generated

buckets.json beside them has T5's bucket of each distance from -2000 to 2000, for the encoder and for the decoder, as runs [bucket, count].

transformers 4.53 always scales the states of a tied head. In t5-tied-unscaled, scale_decoder_outputs is false, as newer versions write it;
what it should compute comes from an untied head with the same weights.
"""
import itertools
import json
import os
import random
import shutil
import sys
import warnings

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (AutoModelForCausalLM, BartConfig, BartForConditionalGeneration, LlamaConfig, MistralConfig, PreTrainedTokenizerFast,
                          Qwen2Config, T5Config, T5ForConditionalGeneration)
from transformers.models.t5.modeling_t5 import T5Attention

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine")
RESOURCES = os.path.join(ROOT, "src/test/resources/io/rolestream/engine/model/generation")
CORPUS = os.path.join(ROOT, "src/test/resources/io/rolestream/engine/tokenizer/corpus.txt")
VOCABULARY = 300
LENGTHS = [7, 300, 1, 45, 45, 130, 18]
NEW_TOKENS = 50
DECODER_TOKENS = 200
TEXTS = ["Which role fits: Python, Kafka  and Terraform?", "", "SOC analyst; SIEM, incident response", "Zürich 東京 \U0001F600 naïve café"]
ANSWERS = ["Data Engineer", "Other", "SOC Analyst", "Full Stack Developer"]
T5 = dict(vocab_size=VOCABULARY + 12, d_model=32, d_kv=8, num_heads=3, d_ff=48, num_layers=3, num_decoder_layers=2, decoder_start_token_id=0,
          dropout_rate=0.0)
BART = dict(vocab_size=VOCABULARY + 12, d_model=32, encoder_layers=2, decoder_layers=3, encoder_attention_heads=4, decoder_attention_heads=2,
            encoder_ffn_dim=48, decoder_ffn_dim=40, max_position_embeddings=310, dropout=0.0)
BYTES = 256
DECODER = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=512,
               bos_token_id=1, eos_token_id=2, attention_dropout=0.0)
WORDS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}", r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
DECODERS = {
    "llama2": LlamaConfig(**{**DECODER, "num_key_value_heads": 4}, vocab_size=VOCABULARY + BYTES + 12, attention_bias=True, mlp_bias=True,
                          rope_scaling=dict(rope_type="linear", factor=4.0)),
    "llama3": LlamaConfig(**DECODER, vocab_size=VOCABULARY + 12, head_dim=12, rope_theta=500000.0,
                          rope_scaling=dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                            original_max_position_embeddings=64)),
    "smollm2": LlamaConfig(**{**DECODER, "hidden_size": 24, "num_attention_heads": 3, "num_key_value_heads": 1}, vocab_size=VOCABULARY + 12,
                           rope_theta=100000.0, rms_norm_eps=1e-5, tie_word_embeddings=True),
    "qwen2": Qwen2Config(**DECODER, vocab_size=VOCABULARY + 12, rope_theta=1000000.0, tie_word_embeddings=True),
    "qwen2-local": Qwen2Config(**DECODER, vocab_size=VOCABULARY + 12, use_sliding_window=True, sliding_window=20, max_window_layers=1),
    "mistral": MistralConfig(**DECODER, vocab_size=VOCABULARY + BYTES + 12, head_dim=16, sliding_window=40),
}
MODELS = {
    "t5-tied": T5Config(**T5),
    "t5-tied-unscaled": T5Config(**T5),
    "t5-untied": T5Config(**T5, tie_word_embeddings=False, feed_forward_proj="gated-gelu"),
    "t5-buckets": T5Config(**{**T5, "num_layers": 1, "num_decoder_layers": 3}, feed_forward_proj="gated-gelu", relative_attention_num_buckets=20,
                           relative_attention_max_distance=70, layer_norm_epsilon=1e-5),
    "bart": BartConfig(**BART, forced_bos_token_id=0),
    "bart-scaled": BartConfig(**{**BART, "encoder_layers": 1}, scale_embedding=True, activation_function="relu", forced_eos_token_id=None),
    **DECODERS,
}


def randomized(model, scale, gain=1.5):
    """Weights that make tokens differ: initial ones of transformers generate one token again and again."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.copy_(1 + 0.2 * torch.randn_like(parameter) if name.endswith("weight") else 0.1 * torch.randn_like(parameter))
            elif "embed" in name or "shared" in name or "lm_head" in name or "relative" in name:
                parameter.copy_(torch.randn_like(parameter) * (0.5 if "relative" in name else 1.5 if "positions" in name else scale))
            else:
                attends = name.endswith((".q.weight", ".k.weight", "q_proj.weight", "k_proj.weight"))
                parameter.copy_(torch.randn_like(parameter) * (0.7 if attends else gain) / parameter.shape[1] ** 0.5)
    return model.eval()


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(r" ", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.decoder = decoders.Metaspace()
    special = ["<pad>", "</s>", "<unk>"] + [f"<extra_id_{i}>" for i in range(3)]
    tokenizer.train([CORPUS], trainers.UnigramTrainer(vocab_size=VOCABULARY, special_tokens=special, unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    return tokenizer


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer.train([CORPUS], trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=special, show_progress=False,
                                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def byte_fallback():
    """As Llama 2 and Mistral: spaces are part of words, and unknown characters are bytes."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    special = ["<unk>", "<s>", "</s>"]
    plain = [f"<0x{byte:02X}>" for byte in range(BYTES)]
    tokenizer.train([CORPUS], trainers.BpeTrainer(vocab_size=VOCABULARY + BYTES, special_tokens=special + plain, max_token_length=8,
                                                  limit_alphabet=80, show_progress=False))
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    document = json.loads(tokenizer.to_str())
    document["added_tokens"] = document["added_tokens"][:len(special)]
    document["model"].update(byte_fallback=True, unk_token="<unk>", fuse_unk=True)
    return Tokenizer.from_str(json.dumps(document))


def decoder_bytes(name):
    """Byte-level BPE as the model's kind has it."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=name == "llama3"))
    split = {"llama3": "{1,3}".join(WORDS), "qwen2": "".join(WORDS), "qwen2-local": "".join(WORDS)}.get(name)
    first = pre_tokenizers.Split(Regex(split), "isolated") if split else pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([first, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not split)])
    tokenizer.decoder = decoders.ByteLevel()
    if name.startswith("qwen2"):
        tokenizer.normalizer = normalizers.NFC()
    special = ["<|end_of_text|>", "<|begin_of_text|>", "<|eot_id|>"]
    tokenizer.train([CORPUS], trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=special, show_progress=False,
                                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    bytes_only = processors.ByteLevel(trim_offsets=False)
    if name == "llama3":
        template = processors.TemplateProcessing(single=f"{special[1]} $A", pair=f"{special[1]} $A {special[1]} $B", special_tokens=[(special[1], 1)])
        tokenizer.post_processor = processors.Sequence([bytes_only, template])
    elif split:
        tokenizer.post_processor = bytes_only
    return tokenizer


def padded(config, sequences):
    width = max(map(len, sequences))
    ids = torch.tensor([s + [config.pad_token_id] * (width - len(s)) for s in sequences])
    return dict(input_ids=ids, attention_mask=torch.tensor([[1] * len(s) + [0] * (width - len(s)) for s in sequences]))


def answer(row, model):
    """Without the first token, and without what follows the end."""
    tokens, ends = [], model.generation_config.eos_token_id
    for token in row.tolist()[1:]:
        tokens.append(token)
        if token in (ends if isinstance(ends, list) else [ends]):
            break
    return tokens


class Unsuitable(Exception):
    """Weights that test too little."""


def checked(answers, logits):
    top = logits.topk(2).values
    if (top[..., 0] - top[..., 1]).min().item() < 2e-4:
        raise Unsuitable("two logits are too close: rounding would decide")
    if sum(len(set(ids)) for ids in answers) < 2 * len(answers):
        raise Unsuitable("answers repeat one token")
    return answers


def continued(model, sequences, length):
    """As generated, of a decoder: each alone, which needs no padding."""
    answers, logits = [], []
    for ids in sequences:
        with torch.no_grad():
            result = model.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), max_new_tokens=length - 1,
                                    do_sample=False, num_beams=1, pad_token_id=0, output_logits=True, return_dict_in_generate=True)
            whole = model(result.sequences).logits[0, len(ids) - 1:-1]
        new = result.sequences[0, len(ids):]
        assert torch.equal(whole.argmax(1), new), "the cache changes what is generated"
        answers.append(new.tolist())
        logits.append(torch.cat(result.logits))
    return checked(answers, torch.cat(logits))


def generated(model, sequences, length):
    if not model.config.is_encoder_decoder:
        return continued(model, sequences, length)
    with torch.no_grad():
        rows = model.generate(**padded(model.config, sequences), max_length=length, do_sample=False, num_beams=1)
        gaps = model.generate(**padded(model.config, sequences), max_length=length, do_sample=False, num_beams=1, output_logits=True,
                              return_dict_in_generate=True).logits
    return checked([answer(row, model) for row in rows], torch.stack(gaps))


def scores(model, prompt, answers):
    result = []
    for ids in answers:
        if not model.config.is_encoder_decoder:
            with torch.no_grad():
                logits = model(torch.tensor([prompt + ids])).logits[0, len(prompt) - 1:-1]
            result.append(torch.log_softmax(logits, 1).gather(1, torch.tensor(ids)[:, None]).sum().item())
            continue
        with torch.no_grad():
            loss = model(input_ids=torch.tensor([prompt]), labels=torch.tensor([ids])).loss
        result.append(-loss.item() * len(ids))
    return result


def golden(model, tokenizer, rng):
    config = model.config
    decoder = not config.is_encoder_decoder
    prompts = [[rng.randrange(6, VOCABULARY) for _ in range(n - 1)] + [config.eos_token_id] for n in LENGTHS]
    answers = [[rng.randrange(6, VOCABULARY) for _ in range(n)] + [config.eos_token_id] for n in (1, 4, 9, 3)]
    with torch.no_grad():
        if decoder:
            first = torch.stack([model(torch.tensor([prompt])).logits[0, -1] for prompt in prompts])
        else:
            starts = torch.full((len(prompts), 1), config.decoder_start_token_id)
            first = model(**padded(config, prompts), decoder_input_ids=starts).logits[:, 0]
    texts = [text or "a" for text in TEXTS] if decoder else TEXTS  # without special tokens, an empty text has none
    tokens = [tokenizer(text).input_ids for text in texts]
    written = generated(model, tokens, 20)
    spoken = [tokenizer(text, add_special_tokens=not decoder).input_ids + [config.eos_token_id] * decoder for text in ANSWERS]
    return dict(prompts=prompts, first=first.tolist(), generated=generated(model, prompts, (DECODER_TOKENS if decoder else NEW_TOKENS) + 1),
                answers=answers, scores=[scores(model, prompt, answers) for prompt in prompts], texts=texts, tokens=tokens,
                written=[tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False) for ids in written],
                spoken=ANSWERS, spokenScores=[scores(model, ids, spoken) for ids in tokens])


def make(name):
    for seed in range(60):
        try:
            return make_from(name, seed)
        except Unsuitable as e:
            print(f"  seed {seed}: {e}", file=sys.stderr)
    sys.exit("no seed is suitable")


def make_from(name, seed):
    folder = os.path.join(RESOURCES, name)
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(seed)
    config = MODELS[name]
    if name.startswith("bart"):
        model = randomized(BartForConditionalGeneration(config), 0.5, 0.7)
        if name == "bart":
            model.final_logits_bias.copy_(torch.randn_like(model.final_logits_bias) * 0.3)
        tokenizer = byte_level()
    elif name in DECODERS:
        model = randomized(AutoModelForCausalLM.from_config(config, attn_implementation="eager"),
                           *((0.3, 2.0) if config.tie_word_embeddings else (0.6, 1.5)))
        tokenizer = byte_fallback() if config.vocab_size > VOCABULARY + BYTES else decoder_bytes(name)
    else:
        model = randomized(T5ForConditionalGeneration(config), *((0.3, 3.0) if config.tie_word_embeddings else (0.6, 1.5)))
        tokenizer = unigram()
    if name == "t5-untied":  # some answers end early, at one of two tokens
        probe = model.generate(input_ids=torch.tensor([list(range(20, 30)) + [1]]), max_length=30, do_sample=False)
        model.generation_config.eos_token_id = [1, probe[0, 12].item()]
    if name == "llama3":  # likewise
        probe = model.generate(torch.tensor([list(range(20, 30))]), max_new_tokens=30, do_sample=False, pad_token_id=0)
        model.generation_config.eos_token_id = [2, probe[0, 32].item()]
    model.save_pretrained(folder, max_shard_size="60KB" if name == "llama3" else "5GB")
    tokenizer.save(os.path.join(folder, "tokenizer.json"))
    named = {} if name in DECODERS else dict(pad_token="<pad>", eos_token="</s>", unk_token="<unk>")
    if name.startswith("t5"):
        named["additional_special_tokens"] = [f"<extra_id_{i}>" for i in range(3)]
    fast = PreTrainedTokenizerFast(tokenizer_file=os.path.join(folder, "tokenizer.json"), **named)
    if name == "bart-scaled":  # as some files, without the bias that is zero
        weights = os.path.join(folder, "model.safetensors")
        save_file({key: value for key, value in load_file(weights).items() if key != "final_logits_bias"}, weights)
    if name == "t5-tied-unscaled":
        untied = T5ForConditionalGeneration(T5Config(**T5, tie_word_embeddings=False)).eval()
        untied.load_state_dict({**model.state_dict(), "lm_head.weight": model.shared.weight.clone()})
        untied.generation_config = model.generation_config
        model = untied
        file = os.path.join(folder, "config.json")
        changed = {**json.load(open(file)), "scale_decoder_outputs": False}
        json.dump(changed, open(file, "w"), indent=2)
        weights = os.path.join(folder, "model.safetensors")  # as some files name them
        save_file({("lm_head.weight" if key == "shared.weight" else key): value for key, value in load_file(weights).items()}, weights)
    with open(os.path.join(folder, "golden.json"), "w") as out:
        json.dump(golden(model, fast, random.Random(seed)), out)
        out.write("\n")


def buckets():
    distances = torch.arange(-2000, 2001)
    runs = {}
    for kind, both in (("encoder", True), ("decoder", False)):
        values = T5Attention._relative_position_bucket(distances, both, 32, 128).tolist()
        runs[kind] = [[bucket, len(list(run))] for bucket, run in itertools.groupby(values)]
    with open(os.path.join(RESOURCES, "buckets.json"), "w") as out:
        json.dump(runs, out)
        out.write("\n")


def main():
    warnings.simplefilter("ignore")
    os.makedirs(RESOURCES, exist_ok=True)
    for name in sys.argv[1:] or MODELS:
        print(name, file=sys.stderr)
        make(name)
    buckets()


if __name__ == "__main__":
    main()
