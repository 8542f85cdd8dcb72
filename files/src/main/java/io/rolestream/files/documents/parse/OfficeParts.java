package io.rolestream.files.documents.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/** The parts of a DOCX or ODT document: XML in a ZIP archive. Parts other than text are never unpacked. */
final class OfficeParts implements AutoCloseable {
    private static final int MOST_EXPANDED_BYTES = 100 * 1024 * 1024;
    private static final int MOST_DEPTH = 500;
    private static final String MANIFEST = "META-INF/manifest.xml";
    private static final int MIME_TYPE_CHARS = 100;

    private final ZipFile archive;
    private long expanded;

    /** Gets each event of a part; text is what the reader has. */
    interface Handler {
        void start(XMLStreamReader xml, String name);

        void end(String name);

        void text(String text);
    }

    /** @throws UnreadableDocument if the archive is damaged */
    OfficeParts(byte[] bytes) {
        try {
            archive = ZipFile.builder()
                    .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableDocument("is damaged or cut short: its ZIP structure can't be read", e);
        }
    }

    boolean has(String part) {
        return archive.getEntry(part) != null;
    }

    /** Whether an ODT document has a password: its manifest says how each part is encrypted. */
    boolean isEncrypted() {
        if (!has(MANIFEST)) {
            return false;
        }
        EncryptionMark mark = new EncryptionMark();
        read(MANIFEST, mark);
        return mark.found;
    }

    private static final class EncryptionMark implements Handler {
        boolean found;

        @Override
        public void start(XMLStreamReader xml, String name) {
            found |= name.equals("encryption-data");
        }

        @Override
        public void end(String name) {}

        @Override
        public void text(String text) {}
    }

    /** In the order of their names. */
    List<String> names(Predicate<String> wanted) {
        return StreamSupport.stream(
                        ((Iterable<ZipArchiveEntry>) () -> archive.getEntries().asIterator()).spliterator(), false)
                .map(ZipArchiveEntry::getName)
                .filter(wanted)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** What the part {@code mimetype} says; empty without it. */
    String mimeType() {
        if (!has("mimetype")) {
            return "";
        }
        try (InputStream in = open("mimetype")) {
            return new String(in.readNBytes(MIME_TYPE_CHARS), StandardCharsets.US_ASCII)
                    .strip()
                    .toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UnreadableDocument("is damaged: its part mimetype can't be unpacked", e);
        }
    }

    private InputStream open(String part) throws IOException {
        @Nullable ZipArchiveEntry entry = archive.getEntry(part);
        if (entry == null) {
            return new ByteArrayInputStream(new byte[0]);
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new UnreadableDocument("is encrypted; save it without a password");
        }
        return archive.getInputStream(entry);
    }

    /** @throws UnreadableDocument if the part is damaged, declares entities, or is too large or too deep */
    void read(String part, Handler handler) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try (InputStream in = open(part);
                BoundedInputStream bounded = BoundedInputStream.builder()
                        .setInputStream(in)
                        .setMaxCount(MOST_EXPANDED_BYTES - expanded + 1)
                        .get()) {
            XMLStreamReader xml = factory.createXMLStreamReader(bounded);
            try {
                read(xml, handler);
            } catch (XMLStreamException e) {
                requireSize(expanded + bounded.getCount());
                throw e;
            }
            expanded += bounded.getCount();
            requireSize(expanded);
        } catch (IOException | XMLStreamException e) {
            throw new UnreadableDocument("is damaged or cut short: its part " + part + " can't be read", e);
        }
    }

    private static void requireSize(long bytes) {
        if (bytes > MOST_EXPANDED_BYTES) {
            throw new UnreadableDocument("unpacks to more than 100 MB, which no resume does");
        }
    }

    private static void read(XMLStreamReader xml, Handler handler) throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnreadableDocument("declares XML entities, which no office program writes");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MOST_DEPTH) {
                        throw new UnreadableDocument("nests more than " + MOST_DEPTH + " XML elements");
                    }
                    handler.start(xml, xml.getLocalName());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    handler.end(xml.getLocalName());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    handler.text(xml.getText());
                default -> {}
            }
        }
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
