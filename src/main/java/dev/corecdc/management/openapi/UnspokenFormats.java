package dev.corecdc.management.openapi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * Stands where Spring would put converters for YAML and XML, because springdoc brings the libraries for them: the API speaks JSON
 * only.
 */
final class UnspokenFormats implements HttpMessageConverter<Object> {

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return List.of(MediaType.APPLICATION_YAML, MediaType.TEXT_XML);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public Object read(Class<?> type, HttpInputMessage input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(Object value, @Nullable MediaType mediaType, HttpOutputMessage output) {
        throw new UnsupportedOperationException();
    }
}
