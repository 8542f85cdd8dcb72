@NullMarked
package io.rolestream.files.documents.parse;

import org.jspecify.annotations.NullMarked;
