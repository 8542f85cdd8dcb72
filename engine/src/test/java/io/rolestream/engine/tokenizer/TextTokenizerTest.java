package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTokenizerTest {
    private static final String LONG = "Kafka, Java and C#: données 数据 🚀 at a bank.  Then on. ".repeat(300);
    private static final int START = 0;
    private static final int END = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path checkpoint;

    @BeforeAll
    static void train() throws IOException {
        Golden.tokenizer(checkpoint);
    }

    @Test
    void shouldPutOneSequenceBetweenSpecialTokens() throws IOException {
        TokenizedText text = encode("Java", TokenizerOptions.head(512));
        assertThat(text.windows()).hasSize(1);
        assertThat(text.cut()).isFalse();
        assertThat(text.first()).startsWith(START).endsWith(END);
        assertThat(text.tokens()).isEqualTo(text.first().length);
    }

    @Test
    void shouldGiveSpecialTokensOnlyForAnEmptyText() throws IOException {
        assertThat(encode("", TokenizerOptions.windows(64, 8, 4)).first()).containsExactly(START, END);
    }

    @Test
    void shouldKeepTheHeadOfALongText() throws IOException {
        List<Integer> whole =
                content(encode(LONG, TokenizerOptions.head(100_000)).first());
        TokenizedText head = encode(LONG, TokenizerOptions.head(512));
        assertThat(head.windows()).hasSize(1);
        assertThat(head.cut()).isTrue();
        assertThat(content(head.first())).isEqualTo(whole.subList(0, 510));
    }

    @Test
    void shouldNotCallATextCutThatFitsExactly() throws IOException {
        List<Integer> whole =
                content(encode(LONG, TokenizerOptions.head(100_000)).first());
        int exact = whole.size() + 2;
        assertThat(encode(LONG, TokenizerOptions.head(exact)).cut()).isFalse();
        assertThat(encode(LONG, TokenizerOptions.head(exact - 1)).cut()).isTrue();
    }

    @Test
    void shouldFindTheHeadWhereTokensAreLongerThanTheFirstCutAllowsFor() throws IOException {
        String sparse = "Java" + (" ".repeat(100) + "Kafka").repeat(400);
        List<Integer> whole =
                content(encode(sparse, TokenizerOptions.head(50_000)).first());
        assertThat(content(encode(sparse, TokenizerOptions.head(64)).first())).isEqualTo(whole.subList(0, 62));
    }

    @Test
    void shouldCoverTheTextWithOverlappingWindows() throws IOException {
        List<Integer> whole =
                content(encode(LONG, TokenizerOptions.head(100_000)).first());
        TokenizedText text = encode(LONG, TokenizerOptions.windows(128, 26, 1000));
        assertThat(text.cut()).isFalse();
        List<Integer> joined = new ArrayList<>();
        for (int[] window : text.windows()) {
            List<Integer> ids = content(window);
            if (!joined.isEmpty()) {
                assertThat(ids.subList(0, 26)).isEqualTo(joined.subList(joined.size() - 26, joined.size()));
                ids = ids.subList(26, ids.size());
            }
            assertThat(window.length).isLessThanOrEqualTo(128);
            joined.addAll(ids);
        }
        assertThat(joined).isEqualTo(whole);
    }

    @Test
    void shouldStopAtTheGreatestNumberOfWindows() throws IOException {
        List<Integer> whole =
                content(encode(LONG, TokenizerOptions.head(100_000)).first());
        TokenizedText text = encode(LONG, TokenizerOptions.windows(102, 20, 3));
        assertThat(text.windows()).hasSize(3);
        assertThat(text.cut()).isTrue();
        assertThat(content(text.windows().get(2))).isEqualTo(whole.subList(160, 260));
    }

    @Test
    void shouldLookAtNoMoreThanTheMaximumOfCharacters() throws IOException {
        TokenizedText text = encode(" ".repeat(1_000_000), new TokenizerOptions(512, LongText.head(), 600));
        assertThat(text.cut()).isTrue();
        assertThat(text.tokens()).isLessThanOrEqualTo(512);
    }

    @Test
    void shouldReadUnpairedSurrogatesAsReplacements() throws IOException {
        TokenizerOptions options = TokenizerOptions.head(64);
        assertThat(encode("a\uD83D b\uDE80 🚀", options).first())
                .isEqualTo(encode("a\uFFFD b\uFFFD 🚀", options).first());
    }

    @Test
    void shouldEncodeABatchAsItsTexts() throws IOException {
        List<String> texts = List.of("Java", "", LONG, "C#/.NET");
        try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint, TokenizerOptions.head(64))) {
            List<TokenizedText> batch = tokenizer.encodeBatch(texts);
            assertThat(batch).hasSameSizeAs(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(batch.get(i).first())
                        .isEqualTo(tokenizer.encode(texts.get(i)).first());
            }
        }
    }

    @Test
    void shouldEncodeTheSameOnSeveralThreads() throws Exception {
        List<Golden> rows = Golden.read("golden-roberta.jsonl");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint, TokenizerOptions.head(10_000))) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> rows.stream()
                        .allMatch(
                                row -> Golden.list(tokenizer.encode(row.text()).first())
                                        .equals(row.ids())));
            }
            for (Future<Boolean> equal : threads.invokeAll(tasks)) {
                assertThat(equal.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldWaitForThoseWhoEncodeBeforeItCloses() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            TextTokenizer tokenizer = TextTokenizer.open(checkpoint, TokenizerOptions.head(512));
            CountDownLatch encoded = new CountDownLatch(30);
            Callable<Boolean> untilClosed = () -> {
                while (true) {
                    tokenizer.encode(LONG);
                    encoded.countDown();
                }
            };
            List<Future<Boolean>> loops =
                    List.of(threads.submit(untilClosed), threads.submit(untilClosed), threads.submit(untilClosed));
            encoded.await();
            tokenizer.close();
            tokenizer.close();
            for (Future<Boolean> loop : loops) {
                assertThatThrownBy(loop::get).hasRootCauseInstanceOf(IllegalStateException.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldRefuseToEncodeOnceClosed() throws IOException {
        TextTokenizer tokenizer = TextTokenizer.open(checkpoint, TokenizerOptions.head(512));
        tokenizer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenizer.encode("Java"))
                .withMessageContaining("closed");
    }

    @Test
    void shouldSayWhichFilesAreMissing(@TempDir Path empty) {
        assertThatThrownBy(() -> TextTokenizer.open(empty, TokenizerOptions.head(512)))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("vocab.txt");
    }

    @Test
    void shouldRefuseFilesThatMakeNoSense(@TempDir Path directory) throws IOException {
        for (String json : List.of("", "{", "{}", "[]", "{\"version\":\"1.0\",\"model\":{\"type\":\"BPE\"}}")) {
            Files.writeString(directory.resolve("tokenizer.json"), json);
            assertThatThrownBy(() -> TextTokenizer.open(directory, TokenizerOptions.head(512)))
                    .isInstanceOf(TokenizerException.class);
        }
    }

    @Test
    void shouldRefuseAVocabularyWithoutSpecialTokens(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("vocab.json"), "{\"a\": 0}");
        Files.writeString(directory.resolve("merges.txt"), "#version: 0.2\n");
        assertThatThrownBy(() -> TextTokenizer.open(directory, TokenizerOptions.head(512)))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("<s>");
    }

    @Test
    void shouldRefuseOptionsThatLeaveNoStep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextTokenizer.open(checkpoint, TokenizerOptions.windows(64, 62, 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenizerOptions.head(2));
        assertThatIllegalArgumentException().isThrownBy(() -> new LongText(-1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new LongText(0, 0));
    }

    private static TokenizedText encode(String text, TokenizerOptions options) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint, options)) {
            return tokenizer.encode(text);
        }
    }

    /** The ids between the special tokens. */
    private static List<Integer> content(int[] window) {
        assertThat(window).startsWith(START).endsWith(END);
        return Golden.list(window).subList(1, window.length - 1);
    }
}
