@NullMarked
package io.rolestream.schemas.documents;

import org.jspecify.annotations.NullMarked;
