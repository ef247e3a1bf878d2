"""Who may open the pages of persons, consents and erasures: a part of the table of access."""

TABLE = """
counselling:case_name                 own        200 coordination counselling, 403 rest
counselling:case_name                 deputised  200 coordination counselling, 403 rest
counselling:case_name                 foreign    404 coordination counselling, 403 rest
counselling:case_name_show            own        405 coordination counselling, 403 rest
counselling:case_name_show            foreign    405 coordination counselling, 403 rest
counselling:case_same_person          own        200 coordination counselling, 403 rest
counselling:case_same_person          deputised  200 coordination counselling, 403 rest
counselling:case_same_person          foreign    404 coordination counselling, 403 rest
counselling:case_person               own        200 coordination counselling, 403 rest
counselling:case_person               deputised  200 coordination counselling, 403 rest
counselling:case_person               foreign    404 coordination counselling, 403 rest
counselling:case_person_create        own        302 coordination counselling, 403 rest
counselling:case_person_create        deputised  302 coordination counselling, 403 rest
counselling:case_person_create        foreign    404 coordination counselling, 403 rest
counselling:case_person_edit          own        200 coordination counselling, 403 rest
counselling:case_person_edit          deputised  200 coordination counselling, 403 rest
counselling:case_person_edit          foreign    404 coordination counselling, 403 rest
counselling:case_person_separate      own        200 coordination counselling, 403 rest
counselling:case_person_separate      deputised  200 coordination counselling, 403 rest
counselling:case_person_separate      foreign    404 coordination counselling, 403 rest
counselling:case_person_copy          own        200 coordination counselling, 403 rest
counselling:case_person_copy          deputised  200 coordination counselling, 403 rest
counselling:case_person_copy          foreign    404 coordination counselling, 403 rest
counselling:case_person_copy_papers   own        200 coordination counselling, 403 rest
counselling:case_person_copy_papers   deputised  200 coordination counselling, 403 rest
counselling:case_person_copy_papers   foreign    404 coordination counselling, 403 rest
counselling:case_person_copy_data     own        200 coordination counselling, 403 rest
counselling:case_person_copy_data     deputised  200 coordination counselling, 403 rest
counselling:case_person_copy_data     foreign    404 coordination counselling, 403 rest
counselling:case_consents             own        200 coordination counselling, 403 rest
counselling:case_consents             deputised  200 coordination counselling, 403 rest
counselling:case_consents             foreign    404 coordination counselling, 403 rest
counselling:case_consent_create       own        200 coordination counselling, 403 rest
counselling:case_consent_create       deputised  200 coordination counselling, 403 rest
counselling:case_consent_create       foreign    404 coordination counselling, 403 rest
counselling:case_consent_sheet        own        405 coordination counselling, 403 rest
counselling:case_consent_sheet        foreign    405 coordination counselling, 403 rest
counselling:case_file_consent_sheet   own        405 coordination counselling, 403 rest
counselling:case_file_consent_sheet   foreign    405 coordination counselling, 403 rest
counselling:case_consent_print        own        200 coordination counselling, 403 rest
counselling:case_consent_print        deputised  200 coordination counselling, 403 rest
counselling:case_consent_print        foreign    404 coordination counselling, 403 rest
counselling:case_consent_withdraw     own        200 coordination counselling, 403 rest
counselling:case_consent_withdraw     deputised  200 coordination counselling, 403 rest
counselling:case_consent_withdraw     foreign    404 coordination counselling, 403 rest
counselling:case_restrict             own        200 coordination counselling, 403 rest
counselling:case_restrict             deputised  200 coordination counselling, 403 rest
counselling:case_restrict             foreign    404 coordination counselling, 403 rest
counselling:case_demand_erasure       own        200 coordination counselling, 403 rest
counselling:case_demand_erasure       deputised  200 coordination counselling, 403 rest
counselling:case_demand_erasure       foreign    404 coordination counselling, 403 rest
counselling:case_erasure              restricted 200 coordination counselling, 403 rest
counselling:case_erasure              own        404 coordination counselling, 403 rest
counselling:case_erasure              deputised  404 coordination counselling, 403 rest
counselling:erasure_offer             restricted 405 coordination counselling, 403 rest
counselling:erasure_answer            restricted 405 coordination counselling, 403 rest
counselling:erasure_copy              restricted 200 coordination counselling, 403 rest
counselling:erasure_copy              own        404 coordination counselling, 403 rest
counselling:erasure_copy              deputised  404 coordination counselling, 403 rest
counselling:erasure_finish            restricted 200 coordination counselling, 403 rest
counselling:erasure_finish            own        404 coordination counselling, 403 rest
counselling:erasure_finish            deputised  404 coordination counselling, 403 rest
counselling:erasure_lift              restricted 200 coordination counselling, 403 rest
counselling:erasure_lift              own        404 coordination counselling, 403 rest
counselling:erasure_lift              deputised  404 coordination counselling, 403 rest
counselling:erasure_list              -          200 coordination counselling data_protection, 403 rest
counselling:consent_texts             -          200 coordination counselling, 403 rest
counselling:consent_text              any        200 coordination counselling, 403 rest
counselling:consent_text_create       -          200 coordination, 403 rest
counselling:consent_text_next         any        200 coordination, 403 rest
"""
