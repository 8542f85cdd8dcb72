package io.rolestream.files.documents.parse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Writes each page's blocks in the order in which people read them. */
final class ColumnStripper extends PDFTextStripper {

    ColumnStripper() throws IOException {
        setSortByPosition(true);
        setShouldSeparateByBeads(false);
        setSuppressDuplicateOverlappingText(true);
        setLineSeparator("\n");
    }

    @Override
    protected void writePage() throws IOException {
        List<TextPosition> page = charactersByArticle.get(0);
        Map<Float, List<TextPosition>> directions = new TreeMap<>();
        for (TextPosition glyph : page) {
            directions
                    .computeIfAbsent(glyph.getDir(), direction -> new ArrayList<>())
                    .add(glyph);
        }
        for (List<TextPosition> oneWay : directions.values()) {
            for (List<TextPosition> block : PageColumns.blocks(oneWay)) {
                page.clear();
                page.addAll(block);
                super.writePage();
                output.write('\n');
            }
        }
    }
}
