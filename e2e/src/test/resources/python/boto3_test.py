"""What a Python program sees through boto3. HEARTH_URL is the endpoint, AWS_* the credentials; the standard library runs it."""

import json
import os
import threading
import time
import unittest
from base64 import b64decode, b64encode

import boto3
from botocore.config import Config


def client(**retries):
    return boto3.client(
        "lambda",
        endpoint_url=os.environ["HEARTH_URL"],
        region_name="us-east-1",
        config=Config(retries=retries or {"total_max_attempts": 1}),
    )


class Invoke(unittest.TestCase):
    def setUp(self):
        self.hearth = client()

    def test_answers_with_the_functions_result(self):
        answer = self.hearth.invoke(FunctionName="greet", Payload=b'{"name": "Ada"}')

        self.assertEqual(200, answer["StatusCode"])
        self.assertEqual("$LATEST", answer["ExecutedVersion"])
        self.assertNotIn("FunctionError", answer)
        body = json.load(answer["Payload"])
        self.assertEqual("Hello Ada", body["greeting"])
        self.assertEqual(answer["ResponseMetadata"]["RequestId"], body["requestId"])

    def test_takes_a_name_a_partial_and_a_full_arn(self):
        arn = json.load(self.hearth.invoke(FunctionName="greet")["Payload"])["arn"]
        account = arn.split(":")[4]

        for name in (arn, f"{account}:function:greet", "function:greet"):
            self.assertEqual(200, self.hearth.invoke(FunctionName=name)["StatusCode"], name)

    def test_tells_the_function_its_qualified_arn(self):
        answer = self.hearth.invoke(FunctionName="greet", Qualifier="$LATEST")

        self.assertTrue(json.load(answer["Payload"])["arn"].endswith(":function:greet:$LATEST"))

    def test_hands_the_client_context_to_the_function(self):
        context = {"client": {"app_title": "shop"}, "custom": {"basket": "7"}, "env": {"locale": "de"}}
        answer = self.hearth.invoke(
            FunctionName="greet", ClientContext=b64encode(json.dumps(context).encode()).decode()
        )

        body = json.load(answer["Payload"])
        self.assertEqual({"basket": "7"}, body["custom"])
        self.assertEqual("shop", body["app"])

    def test_gives_the_log_of_this_invocation(self):
        answer = self.hearth.invoke(FunctionName="greet", LogType="Tail", Payload=b'{"name": "Bob"}')

        log = b64decode(answer["LogResult"]).decode()
        request = answer["ResponseMetadata"]["RequestId"]
        lines = log.splitlines()
        self.assertIn(f"START RequestId: {request} Version: $LATEST", lines)
        self.assertIn("greeting Bob", lines)
        self.assertIn(f"END RequestId: {request}", lines)
        self.assertRegex(log, f"REPORT RequestId: {request}\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\t")

    def test_a_dry_run_runs_nothing(self):
        answer = self.hearth.invoke(FunctionName="greet", InvocationType="DryRun")

        self.assertEqual(204, answer["StatusCode"])
        self.assertEqual(b"", answer["Payload"].read())

    def test_a_failed_function_is_an_answer(self):
        answer = self.hearth.invoke(FunctionName="fail", Payload=b'{"message": "out of tea"}')

        self.assertEqual(200, answer["StatusCode"])
        self.assertEqual("Unhandled", answer["FunctionError"])
        error = json.load(answer["Payload"])
        self.assertEqual("out of tea", error["errorMessage"])
        self.assertEqual("java.lang.IllegalStateException", error["errorType"])
        self.assertIn("example.faults.Faults.fail(", error["stackTrace"][0])

    def test_large_payloads_go_both_ways_unchanged(self):
        name = "ä" * 1_000_000

        event = json.dumps({"name": name}, ensure_ascii=False).encode()
        answer = self.hearth.invoke(FunctionName="greet", Payload=event)

        self.assertEqual("Hello " + name, json.load(answer["Payload"])["greeting"])


class Streaming(unittest.TestCase):
    def setUp(self):
        self.hearth = client()

    def test_the_pieces_make_the_answer(self):
        answer = self.hearth.invoke_with_response_stream(FunctionName="drip", LogType="Tail", Payload=b"{}")
        *pieces, last = list(answer["EventStream"])

        self.assertEqual(200, answer["StatusCode"])
        self.assertEqual("$LATEST", answer["ExecutedVersion"])
        text = b"".join(piece["PayloadChunk"]["Payload"] for piece in pieces)
        self.assertEqual("".join(f"piece {i}\n" for i in range(5)), text.decode())
        self.assertNotIn("ErrorCode", last["InvokeComplete"])
        self.assertIn("REPORT RequestId: ", b64decode(last["InvokeComplete"]["LogResult"]).decode())

    def test_a_failure_is_told_at_the_end(self):
        answer = self.hearth.invoke_with_response_stream(FunctionName="fail", Payload=b"{}")
        events = list(answer["EventStream"])

        self.assertIn("InvokeComplete", events[-1])
        self.assertEqual("Unhandled", events[-1]["InvokeComplete"]["ErrorCode"])
        self.assertIn("no message", events[-1]["InvokeComplete"]["ErrorDetails"])

    def test_a_failure_in_the_middle_comes_after_the_pieces(self):
        answer = self.hearth.invoke_with_response_stream(FunctionName="drip", Payload=b'"fail"')
        *pieces, last = list(answer["EventStream"])

        self.assertTrue(pieces)
        self.assertEqual("Unhandled", last["InvokeComplete"]["ErrorCode"])
        self.assertIn("broke in the middle", last["InvokeComplete"]["ErrorDetails"])

    def test_an_unknown_function_is_an_exception(self):
        with self.assertRaises(self.hearth.exceptions.ResourceNotFoundException):
            self.hearth.invoke_with_response_stream(FunctionName="nowhere")


class Errors(unittest.TestCase):
    def setUp(self):
        self.hearth = client()

    def test_an_unknown_function(self):
        with self.assertRaises(self.hearth.exceptions.ResourceNotFoundException) as raised:
            self.hearth.invoke(FunctionName="nowhere")

        answer = raised.exception.response
        self.assertEqual(404, answer["ResponseMetadata"]["HTTPStatusCode"])
        self.assertRegex(
            answer["Error"]["Message"],
            r"^Function not found: arn:aws:lambda:us-east-1:\d{12}:function:nowhere:\$LATEST$",
        )
        self.assertEqual("User", answer["Type"])

    def test_an_unknown_alias(self):
        with self.assertRaises(self.hearth.exceptions.ResourceNotFoundException) as raised:
            self.hearth.invoke(FunctionName="greet", Qualifier="live")

        self.assertIn(":function:greet:live", str(raised.exception))

    def test_a_payload_that_is_not_json(self):
        with self.assertRaises(self.hearth.exceptions.InvalidRequestContentException) as raised:
            self.hearth.invoke(FunctionName="greet", Payload=b"{not json")

        self.assertTrue(
            raised.exception.response["Error"]["Message"].startswith("Could not parse request body into json: ")
        )

    def test_a_payload_over_six_megabytes(self):
        with self.assertRaises(self.hearth.exceptions.ClientError) as raised:
            self.hearth.invoke(FunctionName="greet", Payload=b'"' + b"x" * 6 * 1024 * 1024 + b'"')

        self.assertEqual("RequestEntityTooLargeException", raised.exception.response["Error"]["Code"])
        self.assertEqual(413, raised.exception.response["ResponseMetadata"]["HTTPStatusCode"])

    def test_a_function_whose_concurrency_is_zero(self):
        with self.assertRaises(self.hearth.exceptions.TooManyRequestsException) as raised:
            self.hearth.invoke(FunctionName="blocked")

        answer = raised.exception.response
        self.assertEqual("Rate Exceeded.", answer["Error"]["Message"])
        self.assertEqual("ReservedFunctionConcurrentInvocationLimitExceeded", answer["Reason"])

    def test_an_operation_that_is_not_built_yet(self):
        with self.assertRaises(self.hearth.exceptions.ClientError):
            self.hearth.list_functions()


class Retries(unittest.TestCase):
    def test_a_throttled_call_is_tried_as_often_as_asked(self):
        hearth = client(total_max_attempts=3, mode="standard")

        with self.assertRaises(hearth.exceptions.TooManyRequestsException) as raised:
            hearth.invoke(FunctionName="blocked")

        self.assertEqual(2, raised.exception.response["ResponseMetadata"]["RetryAttempts"])

    def test_a_throttled_call_succeeds_once_there_is_room(self):
        hearth = client(total_max_attempts=8, mode="standard")
        hearth.invoke(FunctionName="one-at-a-time", Payload=b'{"ms": 0}')
        other = {"FunctionName": "one-at-a-time", "Payload": b'{"ms": 1500}'}
        busy = threading.Thread(target=client().invoke, kwargs=other)
        busy.start()
        time.sleep(0.5)

        answer = hearth.invoke(FunctionName="one-at-a-time", Payload=b'{"ms": 0}')
        busy.join()

        self.assertEqual(200, answer["StatusCode"])
        self.assertGreaterEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)

    def test_a_failed_function_is_not_tried_again(self):
        hearth = client(total_max_attempts=5, mode="standard")

        answer = hearth.invoke(FunctionName="fail", Payload=b"{}")

        self.assertEqual(0, answer["ResponseMetadata"]["RetryAttempts"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
