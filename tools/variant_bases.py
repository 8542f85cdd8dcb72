"""Tiny random checkpoints of every family, for tools/checkpoint_variants.py."""
import json
import os

MAX_TOKENS = 40
WIDTH = 16
CORPUS = ["Kafka and Java developer, data engineer", "the security analyst of a network and the manager of data", "React Docker SQL tools skills",
          "Großer Café 数据 the of and a to in", "developer developer engineer engineer manager manager skills skills tools tools"] * 3
LABELS = dict(id2label={"0": "a", "1": "b", "2": "c"}, label2id={"a": 0, "b": 1, "c": 2})
SIZES = dict(hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24)
BART_SIZES = dict(d_model=WIDTH, encoder_layers=1, decoder_layers=2, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=24,
                  decoder_ffn_dim=24, max_position_embeddings=MAX_TOKENS, init_std=0.3)
KINDS = {"roberta": "classifier", "bert": "classifier", "distilbert": "classifier", "xlm-roberta": "classifier", "camembert": "classifier",
         "modernbert": "classifier", "deberta-v2": "classifier", "bart": "classifier", "bart-writer": "seq2seq", "t5": "seq2seq",
         "llama": "causal", "llama-bytes": "causal", "qwen2": "causal", "mistral": "causal"}


def byte_level(special, frame):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    tokenizer = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=110, special_tokens=special, show_progress=False))
    if frame:
        start, end = frame
        tokenizer.post_processor = processors.RobertaProcessing((end, tokenizer.token_to_id(end)), (start, tokenizer.token_to_id(start)),
                                                                add_prefix_space=False)
    return tokenizer


def word_piece():
    from tokenizers import BertWordPieceTokenizer
    tokenizer = BertWordPieceTokenizer()
    tokenizer.train_from_iterator(CORPUS, vocab_size=110, show_progress=False)
    tokenizer.post_processor = __import__("tokenizers").processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")])
    return tokenizer._tokenizer


def unigram(special, single, unknown="<unk>"):
    """As transformers 5 makes them anew from the vocabulary: XLM-RoBERTa's, or DeBERTa's."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    if unknown == "[UNK]":
        tokenizer.normalizer = normalizers.Sequence([normalizers.Replace(Regex("\\s{2,}|[\\n\\r\\t]"), " "), normalizers.NFC(), normalizers.Strip(left=False)])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(prepend_scheme="always")])
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(CORPUS, trainers.UnigramTrainer(vocab_size=110, special_tokens=special, unk_token=unknown, show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=single, special_tokens=[(token, tokenizer.token_to_id(token)) for token in set(single.split()) - {"$A"}])
    return tokenizer


def llama_pieces():
    """As converted from SentencePiece: BPE over characters, with bytes for those that are unknown."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    learner = Tokenizer(models.BPE(unk_token="<unk>"))
    learner.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=True)
    learner.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=90, special_tokens=["<unk>", "<s>", "</s>"], show_progress=False))
    model = json.loads(learner.to_str())["model"]
    words = sorted(model["vocab"], key=model["vocab"].get)
    vocabulary = words[:3] + [f"<0x{byte:02X}>" for byte in range(256)] + words[3:]
    tokenizer = Tokenizer(models.BPE(vocab={word: i for i, word in enumerate(vocabulary)}, merges=[tuple(merge) for merge in model["merges"]],
                                     unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    return tokenizer


ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def tokenizers_of():
    roberta = dict(bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>", unk_token="<unk>", pad_token="<pad>", mask_token="<mask>")
    bert = dict(unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]")
    llama = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>")
    return {
        "roberta": (byte_level(ROBERTA, ("<s>", "</s>")), dict(roberta, tokenizer_class="RobertaTokenizer", add_prefix_space=False)),
        "bert": (word_piece(), dict(bert, tokenizer_class="BertTokenizer", do_lower_case=True)),
        "xlm-roberta": (unigram(["<s>", "<pad>", "</s>", "<unk>", "<mask>"], "<s> $A </s>"), dict(roberta, tokenizer_class="XLMRobertaTokenizer")),
        "modernbert": (byte_level(["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]"], ("[CLS]", "[SEP]")),
                       dict(bert, tokenizer_class="PreTrainedTokenizerFast")),
        "deberta-v2": (unigram(["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"], "[CLS] $A [SEP]", "[UNK]"),
                       dict(bert, bos_token="[CLS]", eos_token="[SEP]", tokenizer_class="PreTrainedTokenizerFast")),
        "t5": (unigram(["<pad>", "</s>", "<unk>"], "$A </s>"),
               dict(eos_token="</s>", unk_token="<unk>", pad_token="<pad>", tokenizer_class="PreTrainedTokenizerFast")),
        "llama": (llama_pieces(), dict(llama, tokenizer_class="LlamaTokenizer", add_bos_token=True, add_eos_token=False)),
        "llama-bytes": (byte_level(["<|begin|>", "<|end|>"], None), dict(bos_token="<|begin|>", eos_token="<|end|>", tokenizer_class="PreTrainedTokenizerFast")),
        "qwen2": (byte_level(["<|endoftext|>", "<|im_start|>"], None), dict(eos_token="<|endoftext|>", pad_token="<|endoftext|>",
                                                                               tokenizer_class="PreTrainedTokenizerFast")),
    }


SAME_TOKENIZER = {"distilbert": "bert", "camembert": "xlm-roberta", "bart": "roberta", "bart-writer": "roberta", "mistral": "llama"}


def config_of(base, size, id_of):
    import transformers as t
    frame = dict(bos_token_id=0, pad_token_id=1, eos_token_id=2)
    encoder = dict(SIZES, **LABELS, vocab_size=size, initializer_range=0.3)
    causal = dict(SIZES, vocab_size=size, initializer_range=0.3, max_position_embeddings=MAX_TOKENS, num_key_value_heads=1)
    return {
        "roberta": lambda: t.RobertaConfig(**encoder, **frame, max_position_embeddings=MAX_TOKENS + 2, type_vocab_size=1),
        "xlm-roberta": lambda: t.XLMRobertaConfig(**encoder, **frame, max_position_embeddings=MAX_TOKENS + 2, type_vocab_size=1),
        "camembert": lambda: t.CamembertConfig(**encoder, **frame, max_position_embeddings=MAX_TOKENS + 2, type_vocab_size=1),
        "bert": lambda: t.BertConfig(**encoder, pad_token_id=id_of("[PAD]"), max_position_embeddings=MAX_TOKENS),
        "distilbert": lambda: t.DistilBertConfig(**LABELS, vocab_size=size, dim=WIDTH, n_heads=2, n_layers=2, hidden_dim=24, initializer_range=0.3,
                                                 pad_token_id=id_of("[PAD]"), max_position_embeddings=MAX_TOKENS),
        "modernbert": lambda: t.ModernBertConfig(**dict(encoder, num_hidden_layers=3), max_position_embeddings=MAX_TOKENS, local_attention=8, pad_token_id=1,
                                                 cls_token_id=0, sep_token_id=2, bos_token_id=0, eos_token_id=2),
        "deberta-v2": lambda: t.DebertaV2Config(**encoder, max_position_embeddings=MAX_TOKENS, relative_attention=True, position_buckets=16,
                                                norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type="p2c|c2p", position_biased_input=False,
                                                pad_token_id=0),
        "bart": lambda: t.BartConfig(**BART_SIZES, **LABELS, vocab_size=size),
        "bart-writer": lambda: t.BartConfig(**BART_SIZES, vocab_size=size),
        "t5": lambda: t.T5Config(vocab_size=size, d_model=WIDTH, d_kv=8, d_ff=24, num_layers=2, num_heads=2, relative_attention_num_buckets=8,
                                 relative_attention_max_distance=20, feed_forward_proj="gated-gelu", decoder_start_token_id=0, tie_word_embeddings=False),
        "llama": lambda: t.LlamaConfig(**causal, bos_token_id=1, eos_token_id=2),
        "llama-bytes": lambda: t.LlamaConfig(**causal, bos_token_id=0, eos_token_id=1, tie_word_embeddings=True),
        "qwen2": lambda: t.Qwen2Config(**causal, bos_token_id=0, eos_token_id=0),
        "mistral": lambda: t.MistralConfig(**causal, sliding_window=12, bos_token_id=1, eos_token_id=2),
    }[base]()


def make(root):
    """Writes a directory for each base, and returns their model types by name."""
    import torch
    import transformers as t
    classes = {"classifier": t.AutoModelForSequenceClassification, "causal": t.AutoModelForCausalLM, "seq2seq": t.AutoModelForSeq2SeqLM}
    tokenizers = tokenizers_of()
    made = {}
    for number, (base, kind) in enumerate(KINDS.items()):
        tokenizer, settings = tokenizers[SAME_TOKENIZER.get(base, base)]
        folder = os.path.join(root, base)
        config = config_of(base, tokenizer.get_vocab_size(), tokenizer.token_to_id)
        torch.manual_seed(number)
        model = classes[kind].from_config(config)
        with torch.no_grad():  # biases and norms begin as zeros and ones, and padding's row as zeros, which would hide a mistake
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * (0.1 if parameter.dim() == 1 else 0.2))
        model.save_pretrained(folder)
        tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
        settings = dict(settings, model_max_length=MAX_TOKENS)
        if base in ("camembert", "distilbert"):
            settings["tokenizer_class"] = {"camembert": "CamembertTokenizer", "distilbert": "DistilBertTokenizer"}[base]
        with open(os.path.join(folder, "tokenizer_config.json"), "w", encoding="utf-8") as out:
            json.dump(settings, out, indent=1)
        made[base] = config.model_type
    return made
