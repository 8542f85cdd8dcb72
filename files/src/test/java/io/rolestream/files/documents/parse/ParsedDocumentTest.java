package io.rolestream.files.documents.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ParsedDocumentTest {
    private static final ParsedDocument DOCUMENT = new ParsedDocument("Jane é", "a, b", null);

    @Test
    void shouldReadWhatItWrites() throws IOException {
        assertThat(read(bytes(DOCUMENT), 6)).isEqualTo(DOCUMENT);
    }

    @Test
    void shouldRefuseATextOfMoreCharactersThanAskedFor() throws IOException {
        byte[] bytes = bytes(DOCUMENT);

        assertThatThrownBy(() -> read(bytes, 5)).isInstanceOf(IOException.class).hasMessage("a text of 6 characters");
    }

    @Test
    void shouldRefuseAnAnswerThatIsCutShort() throws IOException {
        byte[] problem = bytes(ParsedDocument.unreadable("is damaged"));

        assertThatThrownBy(() -> read(Arrays.copyOf(problem, problem.length - 1), 6))
                .isInstanceOf(EOFException.class);
    }

    private static ParsedDocument read(byte[] bytes, int maxChars) throws IOException {
        return ParsedDocument.read(new DataInputStream(new ByteArrayInputStream(bytes)), maxChars);
    }

    private static byte[] bytes(ParsedDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
