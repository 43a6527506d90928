import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Checks PDF files against PDF/UA-1 and PDF/A-2a with veraPDF. Prints a line for each broken rule, and for a file that
 * cannot be read: the file, the standard, and what is wrong. Fails if there is one.
 */
public final class Vera {
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    private static boolean faulty = false;

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (PDFAFlavour standard : new PDFAFlavour[] {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A}) {
            String name = standard == PDFAFlavour.PDFUA_1 ? "PDFUA-1" : "PDFA-2A";
            ValidationProfile profile = profile(name);
            for (String file : files) {
                try {
                    check(file, name, standard, profile);
                } catch (ModelParsingException | IOException reason) {
                    Throwable cause = reason.getCause() == null ? reason : reason.getCause();
                    fault(name, file, "This is no PDF that can be read: " + cause.getMessage());
                }
            }
        }
        System.exit(faulty ? 1 : 0);
    }

    private static ValidationProfile profile(String name) throws Exception {
        try (InputStream xml = Foundries.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            return Profiles.profileFromXml(xml);
        }
    }

    private static void check(String file, String name, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            for (Map.Entry<RuleId, Integer> broken : result.getFailedChecks().entrySet()) {
                RuleId rule = broken.getKey();
                TestAssertion first = result.getTestAssertions().stream()
                    .filter(found -> found.getRuleId().equals(rule)).findFirst().orElse(null);
                String where = first == null ? "" : ": " + first.getMessage() + "; first at "
                    + first.getLocation().getContext();
                fault(name, file, rule.getClause() + "-" + rule.getTestNumber() + ", " + broken.getValue()
                    + (broken.getValue() == 1 ? " time" : " times") + where);
            }
        }
    }

    private static void fault(String standard, String file, String what) {
        OUT.println((file + ": " + standard + " " + what).replaceAll("\\s+", " "));
        faulty = true;
    }
}
