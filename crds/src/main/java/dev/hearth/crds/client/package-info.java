/** How clients of Hearth read what the API server answers. */
@NullMarked
package dev.hearth.crds.client;

import org.jspecify.annotations.NullMarked;
