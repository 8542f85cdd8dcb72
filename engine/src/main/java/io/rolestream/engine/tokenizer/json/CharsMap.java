package io.rolestream.engine.tokenizer.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * Checks the {@code precompiled_charsmap} of a SentencePiece normalizer: a trie over UTF-8 bytes as a double array
 * (Darts), whose leaves are offsets into replacements that end with a zero byte. The native library follows its offsets
 * without checking them, so every node that a text can reach is visited here.
 */
final class CharsMap {
    /** Unicode's longest replacement (NFKC) has 18 characters. */
    private static final int LONGEST = 32;

    private static final int LABELS = 256;
    private static final int LEAF = 1 << 8;
    private static final int LABEL = 1 << 31 | 0xFF;

    private final IntBuffer trie;
    private final byte[] replacements;

    private CharsMap(IntBuffer trie, byte[] replacements) {
        this.trie = trie;
        this.replacements = replacements;
    }

    /** @throws IllegalArgumentException if it is malformed, or replaces a visible ASCII character by none */
    static void check(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        long size = bytes.remaining() < Integer.BYTES ? 0 : Integer.toUnsignedLong(bytes.getInt());
        if (size < Integer.BYTES || size % Integer.BYTES != 0 || size > bytes.remaining()) {
            throw new IllegalArgumentException("the length of its trie is wrong");
        }
        IntBuffer trie = bytes.slice(bytes.position(), (int) size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        byte[] replacements = new byte[bytes.remaining() - (int) size];
        bytes.position(bytes.position() + (int) size).get(replacements);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its replacements are not UTF-8", e);
        }
        new CharsMap(trie, replacements).visit();
    }

    private void visit() {
        BitSet seen = new BitSet();
        Deque<Integer> nodes = new ArrayDeque<>();
        int root = offset(trie.get(0));
        nodes.add(root);
        while (!nodes.isEmpty()) {
            int node = nodes.remove();
            for (int label = 1; label < LABELS; label++) {
                int child = node ^ label;
                int unit = unit(child);
                if ((unit & LABEL) != label) {
                    continue;
                }
                int next = child ^ offset(unit);
                if ((unit & LEAF) != 0) {
                    check(unit(next) & Integer.MAX_VALUE, node == root && label > ' ' && label < 0x7F);
                }
                if (!seen.get(next)) {
                    seen.set(next);
                    nodes.add(next);
                }
            }
        }
    }

    private int unit(int index) {
        if (index < 0 || index >= trie.limit()) {
            throw new IllegalArgumentException("its trie leads out of itself");
        }
        return trie.get(index);
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 1 << 9) >> 6);
    }

    private void check(int start, boolean visible) {
        int end = start;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        // Bytes 10xxxxxx continue a character.
        if (start > replacements.length || start < end && (replacements[start] & 0xC0) == 0x80) {
            throw new IllegalArgumentException("a replacement begins outside of a character");
        }
        if (end - start > LONGEST * 4) {
            throw new IllegalArgumentException("a replacement is longer than " + LONGEST + " characters");
        }
        if (visible && (start == end || replacements[start] <= ' ' || replacements[start] >= 0x7F)) {
            throw new IllegalArgumentException("it removes a visible character");
        }
    }
}
