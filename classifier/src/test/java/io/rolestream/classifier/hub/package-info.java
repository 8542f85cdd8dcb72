@NullMarked
package io.rolestream.classifier.hub;

import org.jspecify.annotations.NullMarked;
