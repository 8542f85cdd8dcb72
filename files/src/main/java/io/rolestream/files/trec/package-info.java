/** Run and qrels files of trec_eval. */
@NullMarked
package io.rolestream.files.trec;

import org.jspecify.annotations.NullMarked;
