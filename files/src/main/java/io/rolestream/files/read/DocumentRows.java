package io.rolestream.files.read;

import io.rolestream.files.columns.Layout;
import io.rolestream.files.documents.DocumentFile;
import io.rolestream.files.documents.DocumentFiles;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.documents.DocumentReader;
import io.rolestream.files.documents.DocumentUnavailable;
import io.rolestream.files.documents.parse.ParsedDocument;
import io.rolestream.files.read.ResumeRow.Place;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows from documents: the text of each, and its skills section. The id is the document's name. */
final class DocumentRows implements RowReader {

    private final DocumentFiles files;
    private final DocumentReader reader;
    private final RowDraft draft = new RowDraft(Layout.RESUMES);

    DocumentRows(DocumentFiles files, DocumentLimits limits) {
        this.files = files;
        this.reader = new DocumentReader(limits);
    }

    @Override
    public @Nullable Row read() throws IOException {
        if (!files.hasNext()) {
            return null;
        }
        DocumentFile file = files.next();
        draft.begin(0);
        ParsedDocument document;
        try {
            document = reader.read(file);
        } catch (DocumentUnavailable e) {
            return failed(file, e);
        } catch (IOException e) {
            if (!files.isFollowed()) {
                throw e;
            }
            return failed(file, e);
        }
        if (document.problem() != null) {
            return bad(file, document.problem());
        }
        Place place = new Place(draft.rowNumber(), 0);
        return new ResumeRow(place, file.name(), document.skills(), document.text(), null, List.of(), null, null);
    }

    private BadRow failed(DocumentFile file, IOException problem) {
        files.failed(file.name());
        return bad(file, problem.getMessage() + (files.isFollowed() ? "; it is read again later" : ""));
    }

    private BadRow bad(DocumentFile file, String problem) {
        String named = files.isSingle() ? problem : file.name() + ": " + problem;
        return new BadRow(draft.rowNumber(), 0, file.name(), named);
    }

    @Override
    public void failed(String id) {
        files.failed(id);
    }

    @Override
    public RowDraft draft() {
        return draft;
    }

    @Override
    public long totalRows() {
        return files.count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        files.close();
    }
}
