@NullMarked
package io.rolestream.files.documents;

import org.jspecify.annotations.NullMarked;
