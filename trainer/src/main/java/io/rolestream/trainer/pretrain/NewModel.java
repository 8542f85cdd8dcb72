package io.rolestream.trainer.pretrain;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.TokenizerFiles;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.tokenizer.bpe.BpeSettings;
import io.rolestream.engine.tokenizer.bpe.BpeTrainer;
import io.rolestream.engine.tokenizer.bpe.BpeVocabulary;
import io.rolestream.engine.tokenizer.bpe.TokenizerWriter;
import io.rolestream.engine.training.StartingPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An untrained RoBERTa with a new tokenizer.
 *
 * @param vocabulary maximum size
 * @param width of a token's vector, a multiple of {@value #HEAD_WIDTH}
 * @param maxTokens maximum sequence length
 */
public record NewModel(int vocabulary, int layers, int width, int maxTokens) {
    private static final int HEAD_WIDTH = 64;
    private static final int FEED_FORWARD_FACTOR = 4;

    public NewModel {
        if (width < HEAD_WIDTH || width % HEAD_WIDTH != 0) {
            throw new IllegalArgumentException("the width must be a multiple of " + HEAD_WIDTH + ", not " + width);
        }
    }

    /**
     * Trains the tokenizer.
     *
     * @param directory receives its files, which are needed until the model is saved
     */
    StartingPoint make(List<String> texts, Path directory) throws IOException {
        BpeVocabulary learnt =
                new BpeTrainer(BpeSettings.ofSize(vocabulary).withPrefixSpace(true)).train(texts.iterator());
        TokenizerWriter.write(learnt, maxTokens, directory);
        ModelConfig config = Bert.roberta(
                learnt.tokens().size(), width, layers, width / HEAD_WIDTH, FEED_FORWARD_FACTOR * width, maxTokens);
        return StartingPoint.of(config, TokenizerFiles.in(directory));
    }
}
