/** DeBERTa v2 and v3: attention to what tokens are and, apart from that, to how far they are from each other. */
@NullMarked
package io.rolestream.engine.model.deberta;

import org.jspecify.annotations.NullMarked;
