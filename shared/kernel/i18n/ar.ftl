### Texts for people. The build compares the three languages.

## Titles of problems, by code

problem-bad-request = تعذّرت قراءة الطلب
problem-invalid-json = محتوى الطلب ليس JSON صالحًا
problem-invalid-input = بعض القيم غير مقبولة
problem-body-too-large = محتوى الطلب أكبر من الحد المسموح
problem-frame-too-large = الرسالة كبيرة جدًا
problem-unknown-action = هذا الإجراء غير معروف
problem-not-allowed = لا يمكنك مراسلة هذا الشخص
problem-unsupported-media-type = يجب أن يكون محتوى الطلب بصيغة JSON
problem-invalid-idempotency-key = مفتاح Idempotency-Key غير مقبول
problem-idempotency-mismatch = استُعمل مفتاح Idempotency-Key هذا لطلب آخر
problem-request-in-progress = الطلب نفسه ما زال قيد التنفيذ
problem-invalid-cursor = المؤشر لا ينتمي إلى هذه القائمة
problem-unauthenticated = يرجى تسجيل الدخول
problem-forbidden = دورك لا يسمح بهذا الإجراء
problem-tenant-not-active = مؤسستك غير مفعّلة
problem-not-found = غير موجود
problem-method-not-allowed = هذا العنوان لا يقبل هذه الطريقة
problem-internal-error = حدث خطأ من جانبنا
problem-unavailable = يرجى إعادة المحاولة بعد لحظات
problem-too-many-requests = طلبات كثيرة جدًا
problem-too-many-attempts = محاولات كثيرة؛ يرجى الانتظار
problem-invalid-credentials = البريد الإلكتروني أو كلمة السر غير صحيحة
problem-invalid-token = الرمز غير صالح
problem-token-reused = انتهت الجلسة؛ يرجى تسجيل الدخول من جديد
problem-invalid-mfa-code = الرمز خاطئ أو سبق استعماله
problem-mfa-already-enabled = تسجيل الدخول بخطوتين مفعّل بالفعل
problem-mfa-not-enabled = تسجيل الدخول بخطوتين غير مفعّل
problem-weak-password = يرجى اختيار كلمة سر أقوى
problem-email-taken = هذا البريد الإلكتروني مسجّل من قبل
problem-invalid-state = هذه الخطوة غير ممكنة الآن
problem-documents-missing = بعض الوثائق ناقصة
problem-documents-invalid = بعض الوثائق غير مقبولة
problem-image-missing = لم تصل الصورة
problem-image-invalid = هذه الصورة غير مقبولة
problem-slot-taken = هذا الموعد حُجز للتو
problem-patient-busy = لدى المريض موعد آخر في هذا الوقت
problem-invalid-slot = لا يمكن حجز هذا الوقت
problem-invalid-code = رمز الوصفة غير صالح
problem-held-by-other = صيدلية أخرى تصرف هذه الوصفة
problem-not-dispensable = لا يمكن صرف هذه الوصفة
problem-not-yet-valid = هذه الوصفة لم تصبح سارية بعد
problem-expired = انتهت صلاحية هذه الوصفة
problem-over-quantity = أكثر من الكمية المتبقية للصرف
problem-not-holder = صيدليتكم لا تحوز هذه الوصفة الآن

## Mails

mail-reset-subject = اختر كلمة سر جديدة لميديلينك
mail-reset-body = مرحبًا {$name}، افتح هذا الرابط خلال 30 دقيقة لاختيار كلمة سر جديدة: {$link} — إن لم تطلب ذلك فتجاهل هذه الرسالة.
mail-approved-subject = تمت الموافقة على تسجيلك
mail-approved-body = مرحبًا {$name}، مؤسستك على ميديلينك جاهزة. يمكنك تسجيل الدخول الآن.
mail-rejected-subject = لم يُقبل تسجيلك
mail-rejected-body = مرحبًا {$name}، لم يُقبل تسجيلك: {$reason}
