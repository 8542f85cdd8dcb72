@NullMarked
package io.rolestream.classifier.role;

import org.jspecify.annotations.NullMarked;
