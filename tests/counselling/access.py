"""The part of the table of access (tests/test_access.py) that is about work on a case."""

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
counselling:desk_hand_over           -         200 coordination counselling, 403 rest
counselling:desk_deputy_for          colleague 200 coordination, 403 rest
counselling:desk_hand_over_for       colleague 200 coordination, 403 rest
counselling:notice_read              own       405 coordination counselling, 403 rest
"""
