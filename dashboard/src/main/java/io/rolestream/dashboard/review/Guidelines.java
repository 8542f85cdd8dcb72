package io.rolestream.dashboard.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Guidelines for reviewers, from a Markdown file (CommonMark), as a tree of a few harmless elements. The page makes
 * elements from it and parses no markup: HTML in the file is shown as text, links lead to web pages only, and images
 * are their descriptions.
 */
public final class Guidelines {
    private static final int MOST_BYTES = 100_000;
    private static final int MOST_DEPTH = 40;
    private static final int DEEPEST_HEADING = 6;

    /** Headings stand below that of the section, which is of the second level. */
    private static final int BELOW = 2;

    private Guidelines() {}

    /**
     * An element or a text.
     *
     * @param tag null for a text
     * @param href of a link
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Element(
            @Nullable String tag,
            @Nullable String text,
            @Nullable String href,
            @Nullable List<Element> children) {
        private static Element of(String tag, List<Element> children) {
            return new Element(tag, null, null, children);
        }

        private static Element text(String text) {
            return new Element(null, text, null, null);
        }
    }

    /**
     * @throws ConfigurationException if the file cannot be read, is not a regular file of valid UTF-8, or is larger
     *     than 100 kB
     */
    public static List<Element> read(String setting, Path file) {
        try {
            return of(SmallFile.text(file, MOST_BYTES));
        } catch (FileException e) {
            throw new ConfigurationException(setting + ": " + e.getMessage(), e);
        }
    }

    static List<Element> of(String markdown) {
        return children(Parser.builder().maxOpenBlockParsers(MOST_DEPTH).build().parse(markdown), 0);
    }

    private static List<Element> children(Node parent, int depth) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            add(elements, node, depth + 1);
        }
        return elements;
    }

    private static void add(List<Element> elements, Node node, int depth) {
        if (node instanceof Text text) {
            elements.add(Element.text(text.getLiteral()));
        } else if (node instanceof Code code) {
            elements.add(Element.of("code", List.of(Element.text(code.getLiteral()))));
        } else if (node instanceof FencedCodeBlock block) {
            elements.add(Element.of("pre", List.of(Element.text(block.getLiteral()))));
        } else if (node instanceof IndentedCodeBlock block) {
            elements.add(Element.of("pre", List.of(Element.text(block.getLiteral()))));
        } else if (node instanceof HtmlInline html) {
            elements.add(Element.text(html.getLiteral()));
        } else if (node instanceof HtmlBlock html) {
            elements.add(Element.of("p", List.of(Element.text(html.getLiteral()))));
        } else if (node instanceof SoftLineBreak) {
            elements.add(Element.text("\n"));
        } else if (node instanceof HardLineBreak) {
            elements.add(Element.of("br", List.of()));
        } else if (node instanceof ThematicBreak) {
            elements.add(Element.of("hr", List.of()));
        } else if (depth > MOST_DEPTH) {
            elements.add(Element.text("…"));
        } else if (node instanceof Link link && isWebPage(link.getDestination())) {
            elements.add(new Element("a", null, link.getDestination(), children(node, depth)));
        } else {
            String tag = tag(node);
            if (tag == null) {
                elements.addAll(children(node, depth));
            } else {
                elements.add(Element.of(tag, children(node, depth)));
            }
        }
    }

    /** Null for what is only its content, such as an image or a link to something that is no web page. */
    private static @Nullable String tag(Node node) {
        if (node instanceof Heading heading) {
            return "h" + Math.min(DEEPEST_HEADING, heading.getLevel() + BELOW);
        } else if (node instanceof Paragraph) {
            return "p";
        } else if (node instanceof BulletList) {
            return "ul";
        } else if (node instanceof OrderedList) {
            return "ol";
        } else if (node instanceof ListItem) {
            return "li";
        } else if (node instanceof BlockQuote) {
            return "blockquote";
        } else if (node instanceof Emphasis) {
            return "em";
        } else if (node instanceof StrongEmphasis) {
            return "strong";
        }
        return null;
    }

    private static boolean isWebPage(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://");
    }
}
