package io.rolestream.rules.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Parses a YAML file into nodes with line numbers. Tags never construct objects. */
public final class YamlFile {
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final int MAX_NESTING = 20;
    private static final int MAX_COLLECTION_ALIASES = 10;

    private YamlFile() {}

    /** The root node of a file, or null after adding a problem. */
    public static @Nullable Node read(Path file, Problems problems) {
        if (!Files.exists(file)) {
            problems.add("no such file");
        } else if (Files.isDirectory(file)) {
            problems.add("is a directory, not a file");
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                return parse(in.readNBytes(MAX_BYTES + 1), problems);
            } catch (AccessDeniedException e) {
                problems.add("may not be read: permission denied");
            } catch (IOException e) {
                problems.add("cannot be read: " + e.getMessage());
            }
        }
        return null;
    }

    /** The root node of a file on the class path, named without a leading slash, or null after adding a problem. */
    public static @Nullable Node readResource(String path, Problems problems) {
        try (InputStream in = YamlFile.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + path);
            }
            return parse(in.readNBytes(MAX_BYTES + 1), problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root node of a file's content, or null after adding a problem. */
    public static @Nullable Node parse(byte[] content, Problems problems) {
        if (content.length > MAX_BYTES) {
            problems.add("is larger than " + MAX_BYTES / (1024 * 1024) + " MiB");
            return null;
        }
        String text = decode(content, problems);
        return text == null ? null : compose(text, problems);
    }

    private static @Nullable String decode(byte[] content, Problems problems) {
        for (byte b : content) {
            if (b == 0) {
                problems.add("is a binary file, not YAML");
                return null;
            }
        }
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            problems.add(lineOf(out.flip(), out.limit()), "is not valid UTF-8");
            return null;
        }
        String text = out.flip().toString();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!StreamReader.isPrintable(text.codePointAt(i))) {
                String character = String.format("U+%04X", text.codePointAt(i));
                problems.add(lineOf(text, i), "not valid YAML: character " + character + " is not allowed");
                return null;
            }
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static @Nullable Node compose(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(MAX_COLLECTION_ALIASES);
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
            Node root = new Composer(parser, new Resolver(), options).getSingleNode();
            if (root == null) {
                problems.add("is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            String message = "not valid YAML: " + context + e.getProblem();
            if (e.getProblemMark() == null) {
                problems.add(message);
            } else {
                problems.add(e.getProblemMark().getLine() + 1, message);
            }
        } catch (YAMLException e) {
            problems.add("not valid YAML: " + e.getMessage());
        }
        return null;
    }

    private static int lineOf(CharSequence text, int offset) {
        return 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
    }
}
