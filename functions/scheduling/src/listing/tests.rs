use super::*;
use jiff::Timestamp;
use medilink_kernel::{AppointmentId, DoctorId, Instant, UserId};

fn appointment(n: u128, status: Status) -> Appointment {
    let start = Instant::new(Timestamp::from_second(1_900_000_200).unwrap());
    Appointment {
        appointment_id: AppointmentId::from_u128(n),
        doctor_id: DoctorId::from_u128(1),
        patient_id: UserId::from_u128(1),
        patient: None,
        start,
        end: start,
        reason: None,
        status,
        consultation_id: None,
        moves: 0,
        history: Vec::new(),
    }
}

fn page(limit: usize, status: Option<Status>, rest: Option<&str>) -> (Vec<u128>, Option<String>) {
    let seen = vec![
        ("a".to_owned(), Some(appointment(1, Status::Requested))),
        ("b".to_owned(), None),
        ("c".to_owned(), Some(appointment(3, Status::Confirmed))),
        ("d".to_owned(), Some(appointment(4, Status::Requested))),
    ];
    let span = Span::new(None, None).unwrap();
    let found = Looked { seen, rest: rest.map(str::to_owned) }.page(&Wish { span, status, limit, after: None });
    (found.items.iter().map(|a| a.appointment_id.as_u128()).collect(), found.next)
}

#[test]
fn a_page_ends_where_it_is_full_and_leads_on_only_where_more_may_follow() {
    assert_eq!(page(4, None, None), (vec![1, 3, 4], None));
    assert_eq!(page(3, None, None), (vec![1, 3, 4], None));
    assert_eq!(page(3, None, Some("e")), (vec![1, 3, 4], Some("d".into())));
    assert_eq!(page(4, None, Some("e")), (vec![1, 3, 4], Some("e".into())));
    assert_eq!(page(1, None, None), (vec![1], Some("a".into())));
    assert_eq!(page(2, Some(Status::Requested), None), (vec![1, 4], None));
    assert_eq!(page(2, Some(Status::Cancelled), Some("d")), (vec![], Some("d".into())));
}

#[test]
fn positions_lie_ahead_by_the_direction_of_the_list() {
    let wish = |from: Option<Timestamp>| Wish {
        span: Span { from, to: None },
        status: None,
        limit: 1,
        after: Some("m".into()),
    };
    let (forward, back) = (wish(Some(Timestamp::UNIX_EPOCH)), wish(None));
    assert!(forward.is_ahead("n") && !forward.is_ahead("m") && !forward.is_ahead("l"));
    assert!(back.is_ahead("l") && !back.is_ahead("m") && !back.is_ahead("n"));
}
