"""Changes to the files of a checkpoint, for tools/checkpoint_variants.py: each is a function of a directory's files."""
import json
import os

ENCODERS = {"roberta", "xlm-roberta", "camembert", "bert", "distilbert", "modernbert", "deberta-v2"}
BERTS = {"roberta", "xlm-roberta", "camembert", "bert"}
DECODERS = {"llama", "qwen2", "mistral"}
WORD_PIECES = {"bert", "distilbert"}
BYTE_LEVELS = {"roberta", "bart", "modernbert", "qwen2"}
QUANTIZED = {"quant_method": "bitsandbytes", "load_in_8bit": True}


class Files:
    """The texts of a directory's files, as they are changed."""

    def __init__(self, folder):
        self.folder = folder
        self.changed = {}

    def text(self, name):
        if name in self.changed:
            return self.changed[name]
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8") as source:
            return source.read()

    def json(self, name):
        return json.loads(self.text(name) or "{}")

    def put(self, name, content):
        self.changed[name] = content if content is None or isinstance(content, str) else json.dumps(content, ensure_ascii=False)

    def update(self, name, keys):
        """Sets keys; those with the value REMOVED are left out."""
        content = self.json(name)
        content.update(keys)
        self.put(name, {key: value for key, value in content.items() if value is not REMOVED})


REMOVED = object()


def config(**keys):
    return lambda files: files.update("config.json", keys)


def settings(**keys):
    return lambda files: files.update("tokenizer_config.json", keys)


def tokenizer(change):
    def changed(files):
        content = files.json("tokenizer.json")
        if content:
            change(content)
            files.put("tokenizer.json", content)
    return changed


def also(*parts):
    def changed(files):
        for part in parts:
            part(files)
    return changed


def vocabulary(files):
    content = files.json("tokenizer.json")
    words = content.get("model", {}).get("vocab", {})
    return sorted(words, key=words.get) if isinstance(words, dict) else []


def size(files):
    return files.json("config.json")["vocab_size"]


def as_word_list(change=lambda words: words, ending="\n"):
    """vocab.txt in place of tokenizer.json."""
    def changed(files):
        words = change(vocabulary(files))
        if words:
            files.put("vocab.txt", "".join(word + ending for word in words))
            files.put("tokenizer.json", None)
    return changed


def as_merges(extra=None):
    """vocab.json and merges.txt in place of tokenizer.json."""
    def changed(files):
        content = files.json("tokenizer.json")
        if content:
            model = content["model"]
            merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
            files.put("vocab.json", model["vocab"])
            files.put("merges.txt", "#version: 0.2\n" + "\n".join(merges) + "\n")
            files.put("tokenizer.json", None)
            if extra:
                files.put("added_tokens.json", extra(files))
    return changed


def added(content, **keys):
    """An added token in tokenizer.json, in place of a word that the vocabulary has not."""
    def change(document):
        token = dict(id=next_id(document), content=content, single_word=False, lstrip=False, rstrip=False, normalized=True, special=False)
        token.update(keys)
        document.setdefault("added_tokens", []).append(token)
    return tokenizer(change)


def next_id(document):
    return max([len(document["model"]["vocab"]) - 1] + [token["id"] for token in document.get("added_tokens", [])]) + 1


def reused(**keys):
    """An added token with the id of the vocabulary's last word."""
    def changed(files):
        words = vocabulary(files)
        if words:
            files.update("tokenizer_config.json", {"added_tokens_decoder": {str(len(words) - 1): dict(
                dict(content=words[-1], lstrip=False, normalized=False, rstrip=False, single_word=False, special=False), **keys)}})
    return changed


def part(key, **values):
    """Sets values of a part, wherever it stands in a sequence."""
    def change(document):
        for one in parts(document.get(key)):
            for name, value in values.items():
                if name in one:
                    one[name] = value
    return tokenizer(change)


def parts(node):
    if not node:
        return []
    return [inner for name in ("normalizers", "pretokenizers", "processors") for inner in node.get(name, [])] or [node]


def truncated(direction):
    return tokenizer(lambda document: document.update(truncation=dict(direction=direction, max_length=12, strategy="LongestFirst", stride=0)))


def padded(document):
    document["padding"] = dict(strategy={"Fixed": 20}, direction="Left", pad_to_multiple_of=None, pad_id=1, pad_type_id=0, pad_token="<pad>")


# Of each: name, the families it fits, the change of the files.
CHANGES = [
    ("is_decoder", ENCODERS | {"bart"}, config(is_decoder=True)),
    ("cross_attention", BERTS, config(add_cross_attention=True)),
    ("quantized", ENCODERS | DECODERS | {"bart", "t5"}, config(quantization_config=QUANTIZED)),
    ("problem_type", ENCODERS | {"bart"}, config(problem_type="multi_label_classification")),
    ("auto_map", ENCODERS | DECODERS | {"bart", "t5"}, config(auto_map={"AutoModel": "modeling.Own"})),
    ("pad_is_0", {"roberta", "xlm-roberta", "camembert"}, config(pad_token_id=0)),
    ("pad_is_word", ENCODERS | {"bart"}, config(pad_token_id=30)),
    ("pad_is_null", ENCODERS | {"bart"} | DECODERS, config(pad_token_id=None)),
    ("pad_is_-1", ENCODERS | DECODERS, config(pad_token_id=-1)),
    ("initializer_0", ENCODERS | DECODERS, config(initializer_range=0.0)),
    ("initializer_2", ENCODERS | DECODERS, config(initializer_range=2)),
    ("initializer_int", ENCODERS | DECODERS, config(initializer_range=0)),
    ("eos_list", ENCODERS | DECODERS | {"bart"}, config(eos_token_id=[2, 3])),
    ("eos_null", ENCODERS | DECODERS, config(eos_token_id=None)),
    ("eos_beyond", ENCODERS | DECODERS, config(eos_token_id=100000)),
    ("bos_list", ENCODERS, config(bos_token_id=[0])),
    ("no_labels", ENCODERS | {"bart"}, config(id2label=REMOVED, label2id=REMOVED, num_labels=3)),
    ("labels_without_inverse", ENCODERS | {"bart"}, config(label2id=REMOVED)),
    ("labels_other_inverse", ENCODERS | {"bart"}, config(label2id={"x": 0, "y": 1, "z": 2})),
    ("labels_twice", ENCODERS, config(id2label={"0": "a", "1": "a", "2": "c"}, label2id=REMOVED)),
    ("labels_blank", ENCODERS, config(id2label={"0": "", "1": "b", "2": "c"}, label2id=REMOVED)),
    ("architectures_null", ENCODERS | DECODERS | {"bart", "t5"}, config(architectures=None)),
    ("dtype_bf16", ENCODERS | DECODERS | {"bart", "t5"}, config(dtype="bfloat16", torch_dtype="bfloat16")),
    ("chunked", BERTS, config(chunk_size_feed_forward=4)),
    ("use_cache_false", ENCODERS | DECODERS | {"bart", "t5"}, config(use_cache=False)),
    ("attention_names", ENCODERS | DECODERS, config(attn_implementation="flash_attention_2", _attn_implementation="eager")),
    ("gelu_new", BERTS | {"deberta-v2"}, config(hidden_act="gelu_new")),
    ("gelu_pytorch_tanh", BERTS | {"deberta-v2"}, config(hidden_act="gelu_pytorch_tanh")),
    ("gelu_fast", BERTS, config(hidden_act="gelu_fast")),
    ("quick_gelu", BERTS, config(hidden_act="quick_gelu")),
    ("silu", BERTS | {"deberta-v2"}, config(hidden_act="silu")),
    ("tanh", BERTS, config(hidden_act="tanh")),
    ("eps_0", BERTS, config(layer_norm_eps=0.0)),
    ("eps_large", BERTS | {"deberta-v2"}, config(layer_norm_eps=0.5)),
    ("eps_missing", BERTS | {"deberta-v2"}, config(layer_norm_eps=REMOVED)),
    ("relative_key", BERTS, config(position_embedding_type="relative_key")),
    ("pruned", BERTS | {"distilbert"}, config(pruned_heads={"0": [0]})),
    ("dropout_1", BERTS, config(hidden_dropout_prob=1.0)),
    ("tied_false", BERTS | DECODERS | {"bart"}, config(tie_word_embeddings=False)),
    ("tied_true", DECODERS | {"t5"}, config(tie_word_embeddings=True)),
    ("sinusoidal", {"distilbert"}, config(sinusoidal_pos_embds=True)),
    ("activation_relu", {"distilbert"}, config(activation="relu")),
    ("mean_pooling", {"modernbert"}, config(classifier_pooling="mean")),
    ("window_10", {"modernbert"}, config(local_attention=10)),
    ("global_every_2", {"modernbert"}, config(global_attn_every_n_layers=2, layer_types=REMOVED)),
    ("layer_types_full", {"modernbert"}, config(layer_types=["full_attention"] * 3)),
    ("classifier_relu", {"modernbert"}, config(classifier_activation="relu")),
    ("rope_scaled", {"modernbert"} | DECODERS, config(rope_scaling={"rope_type": "linear", "factor": 2.0}, rope_parameters=REMOVED)),
    ("rope_theta", DECODERS, config(rope_theta=500.0, rope_parameters=REMOVED)),
    ("rope_dynamic", DECODERS, config(rope_scaling={"rope_type": "dynamic", "factor": 2.0}, rope_parameters=REMOVED)),
    ("rope_partial", DECODERS, config(partial_rotary_factor=0.5)),
    ("pretraining_tp", DECODERS, config(pretraining_tp=2)),
    ("is_causal_false", DECODERS, config(is_causal=False)),
    ("use_bidirectional", DECODERS, config(use_bidirectional_attention=True)),
    ("sliding_null", {"mistral", "qwen2"}, config(sliding_window=None)),
    ("sliding_used", {"qwen2", "llama"}, config(use_sliding_window=True, sliding_window=6, max_window_layers=1, layer_types=REMOVED)),
    ("head_dim_null", DECODERS, config(head_dim=None)),
    ("silu_swish", DECODERS, config(hidden_act="swish")),
    ("llama_gelu", DECODERS, config(hidden_act="gelu")),
    ("attention_bias_int", DECODERS, config(attention_bias=0)),
    ("legacy_false", {"deberta-v2"}, config(legacy=False)),
    ("not_shared", {"deberta-v2"}, config(share_att_key=False)),
    ("c2p_only", {"deberta-v2"}, config(pos_att_type=["c2p"])),
    ("no_norm", {"deberta-v2"}, config(norm_rel_ebd="none")),
    ("buckets_-1", {"deberta-v2"}, config(position_buckets=-1)),
    ("scale_embedding", {"bart"}, config(scale_embedding=True)),
    ("normalize_before", {"bart"}, config(normalize_before=True, add_final_layer_norm=True)),
    ("bart_relu", {"bart"}, config(activation_function="relu")),
    ("start_0", {"bart", "t5"}, config(decoder_start_token_id=0)),
    ("start_null", {"bart", "t5"}, also(config(decoder_start_token_id=None), lambda files: files.put("generation_config.json", None))),
    ("forced_bos", {"bart"}, config(forced_bos_token_id=0, force_bos_token_to_be_generated=True)),
    ("t5_relu", {"t5"}, config(feed_forward_proj="relu", is_gated_act=REMOVED, dense_act_fn=REMOVED)),
    ("t5_gated_silu", {"t5"}, config(feed_forward_proj="gated-silu", is_gated_act=REMOVED, dense_act_fn=REMOVED)),
    ("t5_scaled", {"t5"}, config(scale_decoder_outputs=True)),
    ("t5_distance", {"t5"}, config(relative_attention_max_distance=REMOVED)),
    ("cased", WORD_PIECES, settings(do_lower_case=False)),
    ("cased_document", WORD_PIECES, part("normalizer", lowercase=False)),
    ("cased_document_alone", WORD_PIECES, also(part("normalizer", lowercase=False), settings(do_lower_case=REMOVED))),
    ("accents_kept", WORD_PIECES, settings(strip_accents=False)),
    ("accents_kept_document", WORD_PIECES, part("normalizer", strip_accents=False)),
    ("chinese_kept", WORD_PIECES, settings(tokenize_chinese_chars=False)),
    ("chinese_kept_document", WORD_PIECES, part("normalizer", handle_chinese_chars=False)),
    ("no_clean_text", WORD_PIECES, part("normalizer", clean_text=False)),
    ("prefix_space", BYTE_LEVELS, settings(add_prefix_space=True)),
    ("prefix_space_document", BYTE_LEVELS, part("pre_tokenizer", add_prefix_space=True)),
    ("fast_class", ENCODERS | DECODERS | {"bart", "t5"}, settings(tokenizer_class="PreTrainedTokenizerFast")),
    ("fast_class_cased", WORD_PIECES, settings(tokenizer_class="PreTrainedTokenizerFast", do_lower_case=False)),
    ("fast_class_prefix_space", BYTE_LEVELS, settings(tokenizer_class="PreTrainedTokenizerFast", add_prefix_space=True)),
    ("no_class", ENCODERS | DECODERS | {"bart", "t5"}, settings(tokenizer_class=REMOVED)),
    ("no_settings", ENCODERS | DECODERS | {"bart", "t5"}, lambda files: files.put("tokenizer_config.json", None)),
    ("left", ENCODERS | {"bart", "t5"} | DECODERS, settings(truncation_side="left")),
    ("left_padded", ENCODERS | DECODERS, settings(padding_side="left")),
    ("truncation_left", ENCODERS | {"bart", "t5"}, truncated("Left")),
    ("truncation_right", ENCODERS | {"bart", "t5"}, truncated("Right")),
    ("padding", ENCODERS | DECODERS, tokenizer(padded)),
    ("shorter", ENCODERS | {"bart", "t5"} | DECODERS, settings(model_max_length=12)),
    ("no_length", ENCODERS | {"bart"}, settings(model_max_length=REMOVED)),
    ("endless", ENCODERS | {"bart"}, settings(model_max_length=1000000000000000019884624838656)),
    ("no_bos", DECODERS, settings(add_bos_token=False)),
    ("with_eos", DECODERS, settings(add_eos_token=True)),
    ("legacy_settings", DECODERS, settings(legacy=False)),
    ("added_beyond", ENCODERS | DECODERS, added("kafka")),
    ("added_used", ENCODERS | DECODERS, added("skills", id=20)),
    ("added_decoder", ENCODERS | DECODERS, reused()),
    ("added_decoder_special", ENCODERS | DECODERS, reused(special=True, lstrip=True)),
    ("added_decoder_word", ENCODERS | DECODERS, reused(single_word=True, normalized=True)),
    ("other_pad", ENCODERS, settings(pad_token="developer")),
    ("new_pad", ENCODERS, settings(pad_token="<filler>")),
    ("other_unknown", {"roberta", "bert"}, settings(unk_token="developer")),
    ("other_cls", {"roberta", "bert"}, settings(cls_token="developer")),
    ("special_map", ENCODERS | DECODERS, lambda files: files.put("special_tokens_map.json", {"additional_special_tokens": ["developer"]})),
    ("additional", ENCODERS | DECODERS, settings(additional_special_tokens=["developer"])),
    ("extra_special", ENCODERS | DECODERS, settings(extra_special_tokens=["developer"])),
    ("split_special", ENCODERS | DECODERS, settings(split_special_tokens=True)),
    ("clean_up", ENCODERS | DECODERS, settings(clean_up_tokenization_spaces=False)),
    ("added_json_beside", ENCODERS, lambda files: files.put("added_tokens.json", {"kafka": size(files) - 1})),
    ("word_list", WORD_PIECES, as_word_list()),
    ("word_list_windows", WORD_PIECES, as_word_list(ending="\r\n")),
    ("word_list_unended", WORD_PIECES, as_word_list(lambda words: words[:-1] + [words[-1]])),
    ("word_list_twice", WORD_PIECES, as_word_list(lambda words: words[:40] + [words[30]] + words[41:])),
    ("word_list_blank", WORD_PIECES, as_word_list(lambda words: words[:40] + [""] + words[41:])),
    ("word_list_blank_end", WORD_PIECES, as_word_list(lambda words: words + ["", ""])),
    ("word_list_spaces", WORD_PIECES, as_word_list(lambda words: words[:40] + [words[40] + " "] + words[41:])),
    ("word_list_separator", WORD_PIECES, as_word_list(lambda words: words[:40] + ["a\u2028b"] + words[41:])),
    ("word_list_no_mask", WORD_PIECES, as_word_list(lambda words: [word if word != "[MASK]" else "mask" for word in words])),
    ("word_list_cased", WORD_PIECES, also(as_word_list(), settings(do_lower_case=False))),
    ("word_list_accents", WORD_PIECES, also(as_word_list(), settings(strip_accents=False))),
    ("word_list_chinese", WORD_PIECES, also(as_word_list(), settings(tokenize_chinese_chars=False))),
    ("word_list_never", WORD_PIECES, also(as_word_list(), settings(never_split=["Kafka"]))),
    ("word_list_basic", WORD_PIECES, also(as_word_list(), settings(do_basic_tokenize=False))),
    ("word_list_added", WORD_PIECES, also(as_word_list(lambda words: words[:-1]), lambda files: files.put("added_tokens.json", {"kafka": size(files) - 1}))),
    ("word_list_decoder", WORD_PIECES, also(as_word_list(), settings(added_tokens_decoder={"40": dict(
        content="developer", lstrip=False, normalized=False, rstrip=False, single_word=False, special=False)}))),
    ("word_list_pad", WORD_PIECES, also(as_word_list(), settings(pad_token="the"))),
    ("merges", {"roberta", "bart"}, as_merges()),
    ("merges_prefix", {"roberta", "bart"}, also(as_merges(), settings(add_prefix_space=True))),
    ("merges_added", {"roberta", "bart"}, as_merges(lambda files: {"kafka": size(files) - 1})),
    ("merges_beyond", {"roberta", "bart"}, as_merges(lambda files: {"kafka": size(files)})),
    ("merges_special", {"roberta", "bart"}, also(as_merges(), settings(mask_token=dict(
        __type="AddedToken", content="<mask>", lstrip=False, normalized=True, rstrip=False, single_word=False)))),
]


def weights(rewrite, shards=1):
    def change(state):
        return rewrite(state), shards
    return change


def renamed(old, new):
    return weights(lambda state: {name.replace(old, new): value for name, value in state.items()})


def extra(state):
    import torch
    return dict(state, **{"extra.weight": torch.ones(3, 3), "position_ids": torch.arange(5)})


def as_type(name):
    import torch
    return weights(lambda state: {key: value.to(getattr(torch, name)) for key, value in state.items()})


WEIGHTS = [
    ("extra_tensor", ENCODERS | DECODERS | {"bart", "t5"}, weights(extra)),
    ("shards", ENCODERS | DECODERS | {"bart", "t5"}, weights(lambda state: state, 2)),
    ("shards_extra", ENCODERS | DECODERS | {"bart", "t5"}, weights(extra, 2)),
    ("gamma", BERTS, weights(lambda state: {name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): value
                                            for name, value in state.items()})),
    ("no_prefix", BERTS | {"distilbert", "bart"}, weights(lambda state: {
        name.split(".", 1)[1] if name.split(".")[0] in ("bert", "roberta", "distilbert", "model") else name: value for name, value in state.items()})),
    ("half", ENCODERS | DECODERS | {"bart", "t5"}, as_type),
    ("integers", ENCODERS | DECODERS, as_type),
    ("head_missing", ENCODERS | {"bart"}, weights(lambda state: {name: value for name, value in state.items() if not name.startswith("classif")})),
    ("layer_missing", ENCODERS | DECODERS | {"bart", "t5"}, weights(lambda state: {name: value for name, value in state.items() if ".1." not in name})),
    ("more_words", ENCODERS | DECODERS | {"bart", "t5"}, weights(lambda state: {name: grown(name, value) for name, value in state.items()})),
]


def grown(name, value):
    import torch
    words = ("word_embeddings.weight", "embed_tokens.weight", "shared.weight", "lm_head.weight", "tok_embeddings.weight")
    return torch.cat([value, value[:3]]) if name.endswith(words) else value


def fitting(family):
    chosen = [(name, ("files", change)) for name, families, change in CHANGES if family in families]
    return chosen + [(name, ("weights", name, change)) for name, families, change in WEIGHTS if family in families]


def variant(directory, base, folder, name, chosen):
    """Applies changes; of several to the weights, the first counts."""
    files, own = Files(folder), None
    for change in chosen:
        if change[0] == "files":
            change[1](files)
        elif own is None:
            own = os.path.join("weights", name)
            write_weights(folder, os.path.join(directory, own), change[1], change[2])
    made = dict(name=name, base=base, files=files.changed)
    return dict(made, weights=own) if own else made


def write_weights(folder, target, name, change):
    import torch
    from safetensors.torch import load_file, save_file
    state = load_file(os.path.join(folder, "model.safetensors"))
    if change is as_type:
        change = as_type({"half": "float16", "integers": "int8"}[name])
    state, shards = change(state)
    os.makedirs(target, exist_ok=True)
    meta = {"format": "pt"}
    state = {key: value.clone().contiguous() for key, value in state.items()}
    if shards == 1:
        save_file(state, os.path.join(target, "model.safetensors"), metadata=meta)
        return
    names, index = sorted(state), {}
    for number in range(shards):
        file = f"model-{number + 1:05d}-of-{shards:05d}.safetensors"
        part_names = names[number::shards]
        save_file({key: state[key] for key in part_names}, os.path.join(target, file), metadata=meta)
        index.update({key: file for key in part_names if key != "extra.weight"})
    with open(os.path.join(target, "model.safetensors.index.json"), "w", encoding="utf-8") as out:
        json.dump({"metadata": {}, "weight_map": index}, out)
