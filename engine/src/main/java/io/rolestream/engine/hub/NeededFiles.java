package io.rolestream.engine.hub;

import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.TokenizerFiles;
import io.rolestream.engine.safetensors.PickleRefusal;
import io.rolestream.engine.safetensors.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a model to download; the others are never used and can be many times larger.
 *
 * @param small configuration and tokenizer, the configuration first
 * @param weights {@code model.safetensors}, or the index of its shards
 */
record NeededFiles(List<String> small, String weights) {
    NeededFiles {
        small = List.copyOf(small);
    }

    /**
     * Chooses from a listing.
     *
     * @throws HubException if something is missing, or the weights exist only as a pickle
     */
    static NeededFiles of(ModelName model, HubListing listing) throws HubException {
        Set<String> there = listing.files();
        if (!there.contains(ModelConfig.FILE)) {
            throw new HubException(model + " has no " + ModelConfig.FILE);
        }
        if (!there.contains(Weights.SINGLE_FILE) && !there.contains(Weights.INDEX_FILE)) {
            throw new HubException(model + " " + PickleRefusal.reason(there.stream(), "DIRECTORY"));
        }
        List<String> small = new ArrayList<>(List.of(ModelConfig.FILE));
        small.addAll(tokenizer(model, there));
        Stream.concat(TokenizerFiles.ALONG.stream(), Stream.of(GenerationConfig.FILE))
                .filter(there::contains)
                .forEach(small::add);
        return new NeededFiles(small, there.contains(Weights.SINGLE_FILE) ? Weights.SINGLE_FILE : Weights.INDEX_FILE);
    }

    private static List<String> tokenizer(ModelName model, Set<String> there) throws HubException {
        for (TokenizerFiles.Kind kind : TokenizerFiles.Kind.values()) {
            if (there.containsAll(kind.required())) {
                return kind.required();
            }
        }
        throw new HubException(model + " " + TokenizerFiles.missing(there::contains, "DIRECTORY"));
    }
}
