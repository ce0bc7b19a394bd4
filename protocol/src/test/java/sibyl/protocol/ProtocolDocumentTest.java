package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The document names every message, field and code of the schema, so it cannot fall behind. */
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");

  @Test
  void documentHasATableOfEveryMessage() throws Exception {
    String document = Files.readString(DOCUMENT);
    List<String> missing = new ArrayList<>();
    for (Element message : elements(schema(), "sbe:message")) {
      String heading = "### " + message.getAttribute("id") + " " + message.getAttribute("name");
      int start = document.indexOf(heading + "\n");
      if (start < 0) {
        missing.add(heading);
        continue;
      }
      int end = document.indexOf("\n##", start);
      String section = document.substring(start, end < 0 ? document.length() : end);
      for (String kind : List.of("field", "group", "data")) {
        for (Element field : elements(message, kind)) {
          if (!section.contains("| `" + field.getAttribute("name") + "` |")) {
            missing.add(heading + ": " + field.getAttribute("name"));
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void documentHasEveryCode() throws Exception {
    String document = Files.readString(DOCUMENT);
    for (Element code : elements(schema(), "validValue")) {
      assertThat(document).contains(code.getTextContent() + " " + code.getAttribute("name"));
    }
  }

  private static Element schema() throws Exception {
    try (InputStream schema = ProtocolDocumentTest.class.getResourceAsStream("/sbe/sibyl.xml")) {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(schema);
      return document.getDocumentElement();
    }
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
