"""The words that register files use for their columns and for who exhibits, in Arabic, French and English."""

from fairapp.domain.exhibitors import ExhibitorKind, search_key

# In the order in which pages list them. ``surname`` is put after the name where a file keeps the two apart.
HEADINGS: dict[str, str] = {
    "number": (
        "رقم السجل|رقم العارض|رقم القيد|رقم العضوية|رقم الملف|رقم|الرقم|numéro|numéro du registre"
        "|numéro d'exposant|numéro d'inscription|n°|no|matricule|number|register number|exhibitor number|code"
    ),
    "name": (
        "الاسم|اسم|اسم الأسرة|اسم العارض|اسم العارضة|اسم الحرفي|اسم الحرفية|الاسم الكامل|الاسم الثلاثي"
        "|الاسم الرباعي|الاسم واللقب|اسم صاحب المشروع|اسم المشروع|اسم الجمعية|اسم التعاونية|nom|nom complet"
        "|nom et prénom|nom de la famille|nom de l'exposant|nom de l'artisan|name|full name|exhibitor"
        "|exhibitor name|family"
    ),
    "surname": "اللقب|لقب|اسم العائلة|prénom|prénoms|surname|last name|family name",
    "kind": "النوع|نوع|نوع العارض|الصفة|صفة العارض|type|type d'exposant|nature|kind|exhibitor kind|exhibitor type",
    "craft": (
        "الحرفة|حرفة|المهنة|النشاط|نوع النشاط|نوع الحرفة|المنتج|المنتجات|نوع المنتج|التخصص|métier|métiers"
        "|activité|spécialité|produit|produits|craft|crafts|trade|activity|product|products"
    ),
    "phone": (
        "الجوال|جوال|رقم الجوال|الهاتف|هاتف|رقم الهاتف|المحمول|رقم المحمول|الموبايل|موبايل|التلفون|تلفون|النقال"
        "|الهاتف النقال|واتساب|téléphone|tél|portable|mobile|gsm|numéro de téléphone|phone|phone number"
        "|mobile number|telephone|whatsapp"
    ),
    "national_number": (
        "رقم الهوية|الهوية|الهوية الوطنية|رقم الهوية الوطنية|السجل المدني|رقم السجل المدني|الرقم القومي"
        "|الرقم الوطني|رقم التعريف الوطني|رقم بطاقة التعريف|رقم البطاقة الوطنية|بطاقة التعريف الوطنية|رقم الإقامة"
        "|cin|cnie|nin|numéro national|numéro d'identité|identité|pièce d'identité|carte d'identité|national id"
        "|national number|id number|id"
    ),
    "town": "المدينة|مدينة|البلدية|بلدية|القرية|البلدة|ville|commune|localité|town|city",
    "region": (
        "المنطقة|منطقة|المحافظة|محافظة|الولاية|ولاية|الإقليم|الجهة|région|wilaya|province|gouvernorat|region"
        "|governorate|state"
    ),
    "groups": "المجموعة|المجموعات|الفئة|الفئات|groupe|groupes|catégorie|catégories|group|groups|category",
    "note": (
        "ملاحظة|ملاحظات|الملاحظات|note|notes|remarque|remarques|observation|observations|commentaire|comment"
        "|comments|remarks"
    ),
}
KINDS: dict[ExhibitorKind, str] = {
    ExhibitorKind.FAMILY: (
        "أسرة|أسرة منتجة|اسر منتجة|عائلة|عائلة منتجة|منتجة|famille|famille productrice|family|producing family"
    ),
    ExhibitorKind.ARTISAN: (
        "حرفي|حرفية|صانع|صانعة|صانع تقليدي|فرد|artisan|artisane|individuel|individual|craftsman|craftswoman"
    ),
    ExhibitorKind.COOPERATIVE: "تعاونية|جمعية تعاونية|تعاونية حرفية|coopérative|coop|cooperative",
    ExhibitorKind.ASSOCIATION: "جمعية|جمعية خيرية|مؤسسة|association|fondation|charity|foundation",
}

FIELDS = tuple(HEADINGS)
FIELD_OF = {search_key(heading): field for field, headings in HEADINGS.items() for heading in headings.split("|")}
KIND_OF = {search_key(word): str(kind) for kind, words in KINDS.items() for word in words.split("|")}
