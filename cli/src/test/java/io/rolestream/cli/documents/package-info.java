@NullMarked
package io.rolestream.cli.documents;

import org.jspecify.annotations.NullMarked;
