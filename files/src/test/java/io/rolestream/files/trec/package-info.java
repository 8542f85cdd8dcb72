@NullMarked
package io.rolestream.files.trec;

import org.jspecify.annotations.NullMarked;
