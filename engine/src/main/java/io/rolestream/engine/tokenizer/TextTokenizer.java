package io.rolestream.engine.tokenizer;

import io.rolestream.engine.tokenizer.json.TokenizerDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes texts with the tokenizer of a checkpoint. Sequences have their special tokens and no padding.
 *
 * <p>A tokenizer encodes a whole text before it truncates, so a huge text would be encoded only to be thrown away. Here
 * the characters are cut first: to {@value #CHARS_PER_TOKEN} per usable token, after a word if possible. If that gives
 * too few tokens (long words of the vocabulary, runs of spaces), four times as many characters are tried, up to the
 * options' maximum. So the tokens are those of the whole text, and the work is bounded. Only if a text has no spaces
 * for thousands of characters can tokens near a cut differ.
 *
 * <p>Literal special tokens in a text ({@code </s>}) are read as such, as in all of Hugging Face's tokenizers.
 *
 * <p>Thread-safe; {@link #close} waits for threads that are encoding.
 */
public final class TextTokenizer implements AutoCloseable {
    /** Twice the ratio of English text with a vocabulary of 50,000. */
    private static final int CHARS_PER_TOKEN = 8;

    private static final int MORE_CHARS = 4;

    /** The last character of Unicode, which no vocabulary has, so that its bytes are tokens. */
    private static final String BYTES_ALONE = "\uDBFF\uDFFF";

    private static final char INCOMPLETE = '\uFFFD';

    private final NativeTokenizer tokenizer;
    private final TokenizerOptions options;
    private final SpecialFrame frame;
    private final Windowing windowing;
    private @Nullable PairFrame pairFrame;
    private int @Nullable [] firstByte;

    private TextTokenizer(NativeTokenizer tokenizer, TokenizerOptions options) {
        this.tokenizer = tokenizer;
        this.options = options;
        frame = SpecialFrame.of(tokenizer);
        windowing = Windowing.of(options.longText(), options.maxTokens() - frame.length());
    }

    /**
     * Loads a checkpoint's tokenizer from {@code tokenizer.json}, or else from {@code vocab.json} and
     * {@code merges.txt} (RoBERTa), or else from {@code vocab.txt} (BERT).
     *
     * @throws TokenizerException if there is none, or it is invalid
     * @throws IllegalArgumentException if the options leave no room for text
     */
    public static TextTokenizer open(Path checkpoint, TokenizerOptions options) throws IOException {
        String json = TokenizerFormat.read(checkpoint);
        try {
            return open(new NativeTokenizer(json), options);
        } catch (TokenizerException e) {
            throw new TokenizerException(checkpoint + ": " + e.getMessage(), e);
        }
    }

    /** @throws TokenizerException if a checkpoint's tokenizer cannot turn tokens into text, or is missing or invalid */
    public static void requireDecoder(Path checkpoint) throws IOException {
        if (!TokenizerDocument.hasDecoder(TokenizerFormat.read(checkpoint))) {
            throw new TokenizerException(checkpoint + ": " + TokenizerFormat.TOKENIZER_JSON
                    + " has no decoder, or one that is not supported, so that generated tokens cannot become text");
        }
    }

    private static TextTokenizer open(NativeTokenizer tokenizer, TokenizerOptions options) {
        try {
            return new TextTokenizer(tokenizer, options);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** @throws IllegalStateException if the tokenizer is closed */
    public TokenizedText encode(String text) {
        int wanted = windowing.maxTokens();
        Beginning beginning = beginning(text, wanted);
        return new TokenizedText(windows(beginning.ids()), beginning.cutAt(wanted));
    }

    /**
     * The tokens of a text that continues another, without special tokens; cut where texts are cut.
     *
     * @throws IllegalStateException if the tokenizer is closed
     */
    public int[] continuation(String text) {
        int[] ids = beginning(text, options.maxTokens()).ids();
        return ids.length <= options.maxTokens() ? ids : Arrays.copyOf(ids, options.maxTokens());
    }

    /**
     * Whether every text's tokens begin with a space, as with SentencePiece: then those of two texts in a row decode to
     * both with a space between.
     *
     * @throws IllegalStateException if the tokenizer is closed
     */
    public boolean addsSpace() {
        int[] text = tokenizer.ids("a", false);
        int[] twice = Arrays.copyOf(text, 2 * text.length);
        System.arraycopy(text, 0, twice, text.length, text.length);
        return decode(twice).strip().contains(" ");
    }

    /** As {@link #encode(String, List, PairCut)}, for one pair that is cut longest first. */
    public TokenizedPair encode(String first, String second) {
        return encode(first, List.of(second), PairCut.LONGEST_FIRST).get(0);
    }

    /**
     * Encodes a text with each of several others, every pair as one sequence, never as windows. Tokens are dropped from
     * the end of a text.
     *
     * @throws IllegalStateException if the tokenizer is closed
     * @throws IllegalArgumentException if the special tokens of a pair leave no room for text
     */
    public List<TokenizedPair> encode(String first, List<String> seconds, PairCut cut) {
        PairFrame pairs = pairFrame();
        int room = options.maxTokens() - pairs.length();
        if (room < 2) {
            throw new IllegalArgumentException("special tokens leave no room for two texts");
        }
        Beginning a = beginning(first, room);
        List<TokenizedPair> encoded = new ArrayList<>(seconds.size());
        for (String second : seconds) {
            Beginning b = beginning(second, room);
            PairLengths kept = cut.lengths(a.ids().length, b.ids().length, room);
            encoded.add(pairs.around(
                    Arrays.copyOf(a.ids(), kept.first()),
                    Arrays.copyOf(b.ids(), kept.second()),
                    a.cutAt(kept.first()) || b.cutAt(kept.second())));
        }
        return encoded;
    }

    private synchronized PairFrame pairFrame() {
        if (pairFrame == null) {
            pairFrame = PairFrame.of(tokenizer);
        }
        return pairFrame;
    }

    /** The first tokens of a text, or all of them. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Beginning(int[] ids, boolean isAll) {
        boolean cutAt(int length) {
            return !isAll || ids.length > length;
        }
    }

    private Beginning beginning(String text, int wanted) {
        long limit = Math.min(options.maxChars(), (long) wanted * CHARS_PER_TOKEN);
        while (true) {
            int end = TextCut.end(text, (int) limit);
            int[] ids = tokenizer.ids(text.substring(0, end), false);
            boolean isAll = end == text.length();
            if (isAll || ids.length >= wanted || limit == options.maxChars()) {
                return new Beginning(ids, isAll);
            }
            limit = Math.min(options.maxChars(), limit * MORE_CHARS);
        }
    }

    public List<TokenizedText> encodeBatch(List<String> texts) {
        return texts.stream().map(this::encode).toList();
    }

    private List<int[]> windows(int[] ids) {
        List<int[]> windows = new ArrayList<>();
        int start = 0;
        do {
            int end = Math.min(ids.length, start + windowing.length());
            windows.add(frame.around(Arrays.copyOfRange(ids, start, end)));
            if (end == ids.length) {
                break;
            }
            start += windowing.step();
        } while (windows.size() < windowing.maxWindows());
        return windows;
    }

    /**
     * The text of tokens, without special ones.
     *
     * @throws IllegalStateException if the tokenizer is closed
     */
    public String decode(int[] ids) {
        return tokenizer.text(ids);
    }

    /**
     * The beginning of the text of tokens that does not change, whatever tokens follow. A character can have several
     * tokens, and U+FFFD stands for one that is not complete. In some vocabularies, a byte that is not UTF-8 also
     * changes what the bytes before it decode to.
     *
     * @throws IllegalStateException if the tokenizer is closed
     */
    public String settled(int[] ids) {
        String text = decode(ids);
        int end = text.length();
        int[] probe = firstByte();
        if (probe.length > 0) {
            int[] longer = Arrays.copyOf(ids, ids.length + 1);
            longer[ids.length] = probe[0];
            String changed = decode(longer);
            end = 0;
            while (end < text.length() && end < changed.length() && text.charAt(end) == changed.charAt(end)) {
                end++;
            }
        }
        while (end > 0 && text.charAt(end - 1) == INCOMPLETE) {
            end--;
        }
        return text.substring(0, end);
    }

    /** A token that begins a character and does not end it; empty if the vocabulary has none. */
    private synchronized int[] firstByte() {
        if (firstByte == null) {
            firstByte = Arrays.stream(tokenizer.ids(BYTES_ALONE, false))
                    .filter(id -> decode(new int[] {id}).indexOf(INCOMPLETE) >= 0)
                    .limit(1)
                    .toArray();
        }
        return firstByte;
    }

    /** Frees the native memory once no thread is encoding; closing again does nothing. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
