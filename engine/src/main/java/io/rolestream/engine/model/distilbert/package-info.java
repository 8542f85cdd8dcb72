/** DistilBERT: BERT's layers without token types and pooler, under other names. */
@NullMarked
package io.rolestream.engine.model.distilbert;

import org.jspecify.annotations.NullMarked;
