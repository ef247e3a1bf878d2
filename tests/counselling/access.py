"""The part of the table of access (tests/test_access.py) that is about counselling: the log and
what hangs on it, then the work on a case."""

LOG = """
counselling:list                     -         200 coordination counselling, 403 rest
counselling:quick                    -         200 coordination counselling, 403 rest
counselling:tally                    -         200 coordination counselling, 403 rest
counselling:tally_sheet              -         200 coordination counselling, 403 rest
counselling:tally_undo               -         405 coordination counselling, 403 rest
counselling:edit                     own       200 coordination counselling, 403 rest
counselling:edit                     deputised 404 coordination counselling, 403 rest
counselling:edit                     foreign   404 coordination counselling, 403 rest
counselling:delete                   own       200 coordination counselling, 403 rest
counselling:delete                   deputised 404 coordination counselling, 403 rest
counselling:delete                   foreign   404 coordination counselling, 403 rest
counselling:follow_up_done           own       200 coordination counselling, 403 rest
counselling:follow_up_done           deputised 200 coordination counselling, 403 rest
counselling:follow_up_done           foreign   404 coordination counselling, 403 rest
counselling:continue                 own       200 coordination counselling, 403 rest
counselling:continue                 deputised 404 coordination counselling, 403 rest
counselling:continue                 foreign   404 coordination counselling, 403 rest
counselling:case_list                -         200 coordination counselling, 403 rest
counselling:case_create              -         200 coordination counselling, 403 rest
counselling:case_detail              own       200 coordination counselling, 403 rest
counselling:case_detail              deputised 200 coordination counselling, 403 rest
counselling:case_detail              foreign   404 coordination counselling, 403 rest
counselling:case_edit                own       200 coordination counselling, 403 rest
counselling:case_edit                deputised 200 coordination counselling, 403 rest
counselling:case_edit                foreign   404 coordination counselling, 403 rest
counselling:case_close               own       200 coordination counselling, 403 rest
counselling:case_close               deputised 200 coordination counselling, 403 rest
counselling:case_close               foreign   404 coordination counselling, 403 rest
counselling:residence_noted          own       405 coordination counselling, 403 rest
counselling:residence_noted          deputised 405 coordination counselling, 403 rest
counselling:residence_noted          foreign   405 coordination counselling, 403 rest
counselling:case_reopen              own       200 coordination counselling, 403 rest
counselling:case_reopen              deputised 200 coordination counselling, 403 rest
counselling:case_reopen              foreign   404 coordination counselling, 403 rest
counselling:case_reads               own       200 coordination counselling, 403 rest
counselling:case_reads               deputised 200 coordination counselling, 403 rest
counselling:case_reads               foreign   404 coordination counselling, 403 rest
counselling:case_hand_over           own       200 coordination counselling, 403 rest
counselling:case_hand_over           deputised 403 rest
counselling:case_hand_over           foreign   404 coordination counselling, 403 rest
counselling:case_deputy_add          own       200 coordination counselling, 403 rest
counselling:case_deputy_add          deputised 403 rest
counselling:case_deputy_add          foreign   404 coordination counselling, 403 rest
counselling:case_deputy_end          own       200 coordination counselling, 403 rest
counselling:case_deputy_end          deputised 403 rest
counselling:case_deputy_end          foreign   404 coordination counselling, 403 rest
counselling:referral_list             -          200 coordination counselling, 403 rest
counselling:referral_numbers          -          200 coordination counselling, 403 rest
counselling:contact_refer             own        200 coordination counselling, 403 rest
counselling:contact_refer             deputised  200 coordination counselling, 403 rest
counselling:contact_refer             foreign    404 coordination counselling, 403 rest
counselling:contact_refer_to          own        404 coordination counselling, 403 rest
counselling:contact_refer_to          deputised  404 coordination counselling, 403 rest
counselling:contact_refer_to          foreign    404 coordination counselling, 403 rest
counselling:case_refer                own        200 coordination counselling, 403 rest
counselling:case_refer                deputised  200 coordination counselling, 403 rest
counselling:case_refer                foreign    404 coordination counselling, 403 rest
counselling:case_refer_to             own        404 coordination counselling, 403 rest
counselling:case_refer_to             deputised  404 coordination counselling, 403 rest
counselling:case_refer_to             foreign    404 coordination counselling, 403 rest
counselling:case_referrals            own        200 coordination counselling, 403 rest
counselling:case_referrals            deputised  200 coordination counselling, 403 rest
counselling:case_referrals            foreign    404 coordination counselling, 403 rest
counselling:referral_detail           own        200 coordination counselling, 403 rest
counselling:referral_detail           deputised  200 coordination counselling, 403 rest
counselling:referral_detail           foreign    404 coordination counselling, 403 rest
counselling:referral_edit             own        200 coordination counselling, 403 rest
counselling:referral_edit             deputised  200 coordination counselling, 403 rest
counselling:referral_edit             foreign    404 coordination counselling, 403 rest
counselling:referral_ask              own        200 coordination counselling, 403 rest
counselling:referral_ask              deputised  200 coordination counselling, 403 rest
counselling:referral_ask              foreign    404 coordination counselling, 403 rest
counselling:referral_take_back        own        200 coordination counselling, 403 rest
counselling:referral_take_back        deputised  200 coordination counselling, 403 rest
counselling:referral_take_back        foreign    404 coordination counselling, 403 rest
counselling:referral_delete           own        200 coordination counselling, 403 rest
counselling:referral_delete           deputised  200 coordination counselling, 403 rest
counselling:referral_delete           foreign    404 coordination counselling, 403 rest
counselling:referral_file_add         own        200 coordination counselling, 403 rest
counselling:referral_file_add         deputised  200 coordination counselling, 403 rest
counselling:referral_file_add         foreign    404 coordination counselling, 403 rest
counselling:referral_file             own        200 coordination counselling, 403 rest
counselling:referral_file             deputised  200 coordination counselling, 403 rest
counselling:referral_file             foreign    404 coordination counselling, 403 rest
counselling:referral_file_remove      own        200 coordination counselling, 403 rest
counselling:referral_file_remove      deputised  200 coordination counselling, 403 rest
counselling:referral_file_remove      foreign    404 coordination counselling, 403 rest
counselling:referral_slip             own        200 coordination counselling, 403 rest
counselling:referral_slip             deputised  200 coordination counselling, 403 rest
counselling:referral_slip             foreign    404 coordination counselling, 403 rest
counselling:referral_state            own        405 coordination counselling, 403 rest
counselling:referral_state            deputised  405 coordination counselling, 403 rest
counselling:referral_state            foreign    404 coordination counselling, 403 rest
counselling:referral_notice           own        405 coordination counselling, 403 rest
counselling:referral_notice           deputised  405 coordination counselling, 403 rest
counselling:referral_notice           foreign    404 coordination counselling, 403 rest
counselling:closing_sheet             own        302 coordination counselling, 403 rest
counselling:closing_sheet             deputised  302 coordination counselling, 403 rest
counselling:closing_sheet             foreign    404 coordination counselling, 403 rest
counselling:referral_answered         -          200 rest nobody
counselling:referral_answer           open       200 rest nobody
counselling:referral_answer           unknown    410 rest nobody
counselling:referral_show             open       200 rest nobody
counselling:referral_say              open       200 rest nobody
counselling:referral_paper            open       405 rest nobody
counselling:inquiry_list             -         403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_create           -         403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_detail           inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_edit             inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_take_over        inquiry   403 test_office partner volunteer data_protection, 405 rest
counselling:inquiry_assign           inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_forward          inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_answer           inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_reopen           inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:inquiry_delete           inquiry   403 test_office partner volunteer data_protection, 200 rest
counselling:language                 own       200 coordination counselling, 403 rest
counselling:language                 deputised 200 coordination counselling, 403 rest
counselling:language                 foreign   404 coordination counselling, 403 rest
counselling:placement_create         own       200 coordination counselling, 403 rest
counselling:placement_create         deputised 200 coordination counselling, 403 rest
counselling:placement_create         foreign   404 coordination counselling, 403 rest
counselling:placement_edit           own       200 coordination counselling, 403 rest
counselling:placement_edit           deputised 200 coordination counselling, 403 rest
counselling:placement_edit           foreign   404 coordination counselling, 403 rest
counselling:placement_delete         own       200 coordination counselling, 403 rest
counselling:placement_delete         deputised 200 coordination counselling, 403 rest
counselling:placement_delete         foreign   404 coordination counselling, 403 rest
counselling:placement_letter         own       200 coordination counselling, 403 rest
counselling:placement_letter         deputised 200 coordination counselling, 403 rest
counselling:placement_letter         foreign   404 coordination counselling, 403 rest
counselling:placement_courses        own       200 coordination counselling, 403 rest
counselling:placement_courses        deputised 200 coordination counselling, 403 rest
counselling:placement_courses        foreign   404 coordination counselling, 403 rest
counselling:interest_create          own       200 coordination counselling, 403 rest
counselling:interest_create          deputised 200 coordination counselling, 403 rest
counselling:interest_create          foreign   404 coordination counselling, 403 rest
counselling:interest_edit            own       200 coordination counselling, 403 rest
counselling:interest_edit            deputised 200 coordination counselling, 403 rest
counselling:interest_edit            foreign   404 coordination counselling, 403 rest
counselling:interest_delete          own       200 coordination counselling, 403 rest
counselling:interest_delete          deputised 200 coordination counselling, 403 rest
counselling:interest_delete          foreign   404 coordination counselling, 403 rest
counselling:interest_move            own       200 coordination counselling, 403 rest
counselling:interest_move            deputised 200 coordination counselling, 403 rest
counselling:interest_move            foreign   404 coordination counselling, 403 rest
counselling:interest_result          own       200 coordination counselling, 403 rest
counselling:interest_result          deputised 200 coordination counselling, 403 rest
counselling:interest_result          foreign   404 coordination counselling, 403 rest
counselling:interest_settle          own       200 coordination counselling, 403 rest
counselling:interest_settle          deputised 200 coordination counselling, 403 rest
counselling:interest_settle          foreign   404 coordination counselling, 403 rest
counselling:recognition              own       200 coordination counselling, 403 rest
counselling:recognition              deputised 200 coordination counselling, 403 rest
counselling:recognition              foreign   404 coordination counselling, 403 rest
counselling:work_edit                own       200 coordination counselling, 403 rest
counselling:work_edit                deputised 200 coordination counselling, 403 rest
counselling:work_edit                foreign   404 coordination counselling, 403 rest
counselling:recognition_create       own       200 coordination counselling, 403 rest
counselling:recognition_create       deputised 200 coordination counselling, 403 rest
counselling:recognition_create       foreign   404 coordination counselling, 403 rest
counselling:recognition_edit         own       200 coordination counselling, 403 rest
counselling:recognition_edit         deputised 200 coordination counselling, 403 rest
counselling:recognition_edit         foreign   404 coordination counselling, 403 rest
counselling:recognition_move         own       200 coordination counselling, 403 rest
counselling:recognition_move         deputised 200 coordination counselling, 403 rest
counselling:recognition_move         foreign   404 coordination counselling, 403 rest
counselling:recognition_documents    own       200 coordination counselling, 403 rest
counselling:recognition_documents    deputised 200 coordination counselling, 403 rest
counselling:recognition_documents    foreign   404 coordination counselling, 403 rest
counselling:recognition_pdf          own       200 coordination counselling, 403 rest
counselling:recognition_pdf          deputised 200 coordination counselling, 403 rest
counselling:recognition_pdf          foreign   404 coordination counselling, 403 rest
counselling:recognition_delete       own       200 coordination counselling, 403 rest
counselling:recognition_delete       deputised 200 coordination counselling, 403 rest
counselling:recognition_delete       foreign   404 coordination counselling, 403 rest
counselling:interest_list            -         200 coordination counselling, 403 rest
counselling:interest_offer           -         405 coordination counselling, 403 rest
counselling:demand                   -         200 coordination counselling test_office, 403 rest
counselling:demand_pdf               -         200 coordination counselling test_office, 403 rest
counselling:rule_list                -         200 coordination, 403 rest
counselling:rule_create              -         200 coordination, 403 rest
counselling:rule_edit                foreign   200 coordination, 403 rest
counselling:rule_delete              foreign   200 coordination, 403 rest
"""

CASEWORK = """
counselling:goals                    own       200 coordination counselling, 403 rest
counselling:goals                    deputised 200 coordination counselling, 403 rest
counselling:goals                    foreign   404 coordination counselling, 403 rest
counselling:goal_edit                own       200 coordination counselling, 403 rest
counselling:goal_edit                foreign   404 coordination counselling, 403 rest
counselling:goal_settle              own       405 coordination counselling, 403 rest
counselling:goal_delete              own       200 coordination counselling, 403 rest
counselling:goal_delete              foreign   404 coordination counselling, 403 rest
counselling:step_create              own       200 coordination counselling, 403 rest
counselling:step_create              foreign   404 coordination counselling, 403 rest
counselling:step_edit                own       200 coordination counselling, 403 rest
counselling:step_edit                foreign   404 coordination counselling, 403 rest
counselling:step_settle              own       405 coordination counselling, 403 rest
counselling:step_delete              own       200 coordination counselling, 403 rest
counselling:step_delete              foreign   404 coordination counselling, 403 rest
counselling:tasks                    own       200 coordination counselling, 403 rest
counselling:tasks                    deputised 200 coordination counselling, 403 rest
counselling:tasks                    foreign   404 coordination counselling, 403 rest
counselling:task_edit                own       200 coordination counselling, 403 rest
counselling:task_edit                foreign   404 coordination counselling, 403 rest
counselling:task_settle              own       405 coordination counselling, 403 rest
counselling:task_put_off             own       405 coordination counselling, 403 rest
counselling:task_delete              own       200 coordination counselling, 403 rest
counselling:task_delete              foreign   404 coordination counselling, 403 rest
counselling:household                own       200 coordination counselling, 403 rest
counselling:household                deputised 200 coordination counselling, 403 rest
counselling:household                foreign   404 coordination counselling, 403 rest
counselling:household_edit           own       200 coordination counselling, 403 rest
counselling:household_edit           foreign   404 coordination counselling, 403 rest
counselling:unlink                   own       200 coordination counselling, 403 rest
counselling:unlink                   foreign   404 coordination counselling, 403 rest
counselling:levels                   own       200 coordination counselling, 403 rest
counselling:levels                   deputised 200 coordination counselling, 403 rest
counselling:levels                   foreign   404 coordination counselling, 403 rest
counselling:level_delete             own       200 coordination counselling, 403 rest
counselling:level_delete             foreign   404 coordination counselling, 403 rest
counselling:languages_edit           own       200 coordination counselling, 403 rest
counselling:languages_edit           foreign   404 coordination counselling, 403 rest
counselling:files                    own       200 coordination counselling, 403 rest
counselling:files                    deputised 200 coordination counselling, 403 rest
counselling:files                    foreign   404 coordination counselling, 403 rest
counselling:file_create              own       200 coordination counselling, 403 rest
counselling:file_create              foreign   404 coordination counselling, 403 rest
counselling:file                     own       200 coordination counselling, 403 rest
counselling:file                     deputised 200 coordination counselling, 403 rest
counselling:file                     foreign   404 coordination counselling, 403 rest
counselling:file_edit                own       200 coordination counselling, 403 rest
counselling:file_edit                foreign   404 coordination counselling, 403 rest
counselling:file_noted               own       405 coordination counselling, 403 rest
counselling:file_delete              own       200 coordination counselling, 403 rest
counselling:file_delete              foreign   404 coordination counselling, 403 rest
counselling:case_status              own       200 coordination counselling, 403 rest
counselling:case_status              deputised 200 coordination counselling, 403 rest
counselling:case_status              foreign   404 coordination counselling, 403 rest
counselling:case_print               own       200 coordination counselling, 403 rest
counselling:case_print               deputised 200 coordination counselling, 403 rest
counselling:case_print               foreign   404 coordination counselling, 403 rest
counselling:desk                     -         200 coordination counselling, 403 rest
counselling:desk_deputy              -         200 coordination counselling, 403 rest
counselling:desk_deputy_end          own       200 coordination counselling, 403 rest
counselling:desk_deputy_end          foreign   404 coordination counselling, 403 rest
counselling:desk_deputy_end_for      colleague 200 coordination, 403 rest
counselling:desk_hand_over           -         200 coordination counselling, 403 rest
counselling:desk_deputy_for          colleague 200 coordination, 403 rest
counselling:desk_hand_over_for       colleague 200 coordination, 403 rest
counselling:notice_read              own       405 coordination counselling, 403 rest
"""
