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
problem-file-missing = لم يصل الملف
problem-file-invalid = هذا الملف غير مقبول
problem-slot-taken = هذا الموعد حُجز للتو
problem-patient-busy = لدى المريض موعد آخر في هذا الوقت
problem-invalid-slot = لا يمكن حجز هذا الوقت
problem-invalid-code = رمز الوصفة غير صالح
problem-warnings-unanswered = توجد تنبيهات بشأن هذه الوصفة تنتظر ردًّا
problem-warnings-refused = لا تسمح العيادة بهذه الوصفة بسبب التنبيهات
problem-held-by-other = صيدلية أخرى تصرف هذه الوصفة
problem-not-dispensable = لا يمكن صرف هذه الوصفة
problem-not-yet-valid = هذه الوصفة لم تصبح سارية بعد
problem-expired = انتهت صلاحية هذه الوصفة
problem-over-quantity = أكثر من الكمية المتبقية للصرف
problem-not-holder = صيدليتكم لا تحوز هذه الوصفة الآن

## Days, months, hours

weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
month-1 = جانفي
month-2 = فيفري
month-3 = مارس
month-4 = أفريل
month-5 = ماي
month-6 = جوان
month-7 = جويلية
month-8 = أوت
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
first-of-month = 1
local-time = {$weekday} {$day} {$month} {$year} على الساعة {$time}

## Mails

mail-greeting = مرحبًا {$name}،
mail-footer = هذه رسالة آلية من ميديلينك؛ يرجى عدم الرد عليها.
mail-link-hint = إن لم يفتح الزر، فانسخ هذا العنوان إلى متصفحك:
mail-reset-subject = اختر كلمة سر جديدة لميديلينك

## Notifications

doctor-name = الدكتور {$name}
notice-reason = السبب: {$reason}
notice-registration-approved-title = تمت الموافقة على تسجيلكم
notice-registration-approved-body = مؤسستكم على MediLink جاهزة. يمكنكم تسجيل الدخول.
notice-registration-rejected-title = لم يتم قبول تسجيلكم
notice-registration-rejected-body = لم يتم قبول تسجيلكم: {$reason}
notice-appointment-requested-title = طلب موعد جديد
notice-appointment-requested-body = {$who} يطلب موعدًا يوم {$when}.
notice-appointment-booked-title = تم حجز موعد لكم
notice-appointment-booked-body = تم حجز موعد لكم مع {$who} يوم {$when}.
notice-appointment-confirmed-title = تم تأكيد الموعد
notice-appointment-confirmed-body = أكّد {$who} موعدكم يوم {$when}.
notice-appointment-rejected-title = تم رفض الموعد
notice-appointment-rejected-body = لا يمكن أن يستقبلكم {$who} يوم {$when}. يرجى اختيار وقت آخر.
notice-appointment-moved-title = تم تغيير الموعد
notice-appointment-moved-body = غيّر {$who} الموعد الذي كان يوم {$before}، وأصبح يوم {$when}.
notice-appointment-cancelled-title = تم إلغاء الموعد
notice-appointment-cancelled-body = ألغى {$who} الموعد الذي كان يوم {$when}.
notice-appointment-reminder-title = تذكير بموعدكم
notice-appointment-reminder-body = لديكم موعد مع {$who} يوم {$when}.
notice-prescription-ready-title = وصفتكم جاهزة
notice-prescription-ready-body = كتب لكم {$who} وصفة طبية. قدّموا رمز QR الخاص بها في الصيدلية.
notice-prescription-held-title = وصفتكم قيد التحضير
notice-prescription-held-body = تقوم {$who} بتحضير وصفتكم.
notice-prescription-part-dispensed-title = تم صرف جزء من وصفتكم
notice-prescription-part-dispensed-body = صرفت {$who} جزءًا من وصفتكم. يمكن صرف الباقي لاحقًا.
notice-prescription-dispensed-title = تم صرف وصفتكم
notice-prescription-dispensed-body = صرفت {$who} وصفتكم كاملة.
notice-prescription-not-dispensed-title = لم يتم صرف وصفة
notice-prescription-not-dispensed-body = لن تصرف {$who} ما بقي من الوصفة. السبب مذكور في الوصفة.
notice-prescription-cancelled-title = تم إلغاء وصفة
notice-prescription-cancelled-body = ألغى {$who} وصفة طبية. لم يعد ممكنًا صرفها.
notice-message-waiting-title = رسالة جديدة
notice-message-waiting-body = كتب لكم {$who}. افتحوا MediLink لقراءة الرسالة.
notice-message-urgent-title = رسالة عاجلة
notice-message-urgent-body = أرسل لكم {$who} رسالة عاجلة. افتحوا MediLink لقراءتها.
notice-emergency-access-title = فُتح ملفكم في حالة استعجالية
notice-emergency-access-body = فتح {$who} ملفكم كله في حالة استعجالية يوم {$when}. يبقى مفتوحا له بضع ساعات. يبيّن سجل الاطلاع ما تمت قراءته.
notice-emergency-review-title = فُتح ملف في حالة استعجالية
notice-emergency-review-body = فتح {$who} ملف مريض في حالة استعجالية يوم {$when}. يُرجى التحقق من ذلك.
notice-unusual-access-title = اطلاع غير معتاد على ملفكم
notice-unusual-access-body = اطّلع شخص من {$who} على ملفكم يوم {$when} دون موعد حديث أو ضمن ملفات كثيرة. يبيّن سجل الاطلاع ما تم فتحه.
mail-open = فتح MediLink
mail-reset-body = افتح هذا الرابط خلال 30 دقيقة لاختيار كلمة سر جديدة.
mail-reset-action = اختيار كلمة سر
mail-reset-ignore = إن لم تطلب ذلك فتجاهل هذه الرسالة: تبقى كلمة سرك كما هي.

## Who opened what

access-part-appointments = مواعيدكم
access-part-consultations = تقارير فحوصكم
access-part-prescriptions = وصفاتكم الطبية
access-part-profile = بياناتكم الشخصية والصحية
access-part-images = صور من محادثة
access-part-documents = وثائق تسجيلكم
access-part-record = ملفكم الطبي كله حسب الزمن
access-part-grants = قائمة من يحق لهم قراءة ملفكم
access-part-trail = سجل الاطلاع على ملفكم
access-purpose-treatment = من أجل العلاج
access-purpose-dispensing = من أجل صرف الأدوية
access-purpose-own = لاستعمالكم
access-purpose-granted = بموافقتكم
access-purpose-emergency = في حالة استعجالية
access-purpose-support = من أجل المراجعة أو المساعدة
access-purpose-audit = من أجل مراقبة الاطلاع
access-role-patient = مريض
access-role-doctor = طبيب
access-role-nurse = ممرض
access-role-pharmacist = صيدلي
access-role-lab-technician = تقني مخبر
access-role-receptionist = الاستقبال
access-role-admin = مدير منصة MediLink
access-role-auditor = مدقق
access-role-analyst = محلل
access-role-civil-authority = سلطة مدنية
access-line = اطّلع {$who} على {$part} يوم {$when}، {$purpose}.
access-line-refused = طلب {$who} الاطلاع على {$part} يوم {$when}، {$purpose}، ورُفض الطلب.
access-line-own = اطّلعتم على {$part} يوم {$when}.
access-line-own-refused = طلبتم الاطلاع على {$part} يوم {$when} ورُفض الطلب.
