"""Sentences for people, next to no logic. Tests import the constants."""

JOB_GIVEN_UP = (
    "工作进程连续 {attempts} 次中断，已停止自动重试。请联系管理员查看日志后再点“重新运行”。"
)
JOB_UNEXPECTED = "系统内部错误，这项工作没有完成，已保存的数据没有受影响。请联系管理员查看日志。"
COMMAND_FAILED = (
    "程序出错，命令没有完成。请联系管理员查看服务器日志（加 --traceback 可看出错的地方）。"
)
COMMAND_NEEDS = "命令没有执行：缺少参数 {what}。加 --help 看写法。"
COMMAND_UNKNOWN = "命令没有执行：不认识参数 {what}。加 --help 看写法。"
COMMAND_NOT_WHOLE = "命令没有执行：{option} 应写整数，读到的是“{what}”。"
COMMAND_BAD = "命令没有执行：参数不对（{what}）。加 --help 看写法。"
REGION_CODE_BAD = (
    "行政区划代码“{code}”不对：应为 6 位（县及以上）、9 位（乡级）或 12 位（村级）数字。"
)
TOO_OFTEN = "您这里的请求太多了，请等一分钟再试。这一次没有保存任何东西。"
SIGN_IN_ADDRESS_BUSY = (
    "从您这个地址输错用户名或密码的次数太多，请 {minutes} 分钟后再试，或请系统管理员协助。"
)
QUEUE_FULL = "您已有 {count} 项在排队，一次最多 {limit} 项。请等前面的处理完再交。"
JOB_DISK_FULL = "服务器磁盘空间不够，任务没有完成。请告诉系统管理员清理磁盘，然后重新运行。"
DISK_FULL = "服务器磁盘空间不够，文件没有保存。请告诉系统管理员清理磁盘后再上传。"
QUOTA_FULL = (
    "本单位上传的文件已有 {used} MB，上限 {limit} MB。请先删去不用的佐证材料，"
    "或请系统管理员调大上限。"
)
REGION_UNKNOWN = "没有代码为“{code}”的行政区划。要新建，请写成“{code}:名称”。"
UNIT_UNKNOWN = "“{region}”没有叫“{unit}”的成员单位，请核对单位名称或代码。"
UNIT_AMBIGUOUS = "“{region}”有多个单位叫“{unit}”：{units}。请改用单位代码。"
USER_NAME_TOO_LONG = "用户名最长 %(limit_value)s 个字，这里有 %(show_value)s 个，请核对。"
SIGN_IN_WRONG = "用户名或密码不对。"
SIGN_IN_LEFT = "用户名或密码不对。再错 {left} 次将锁定 {minutes} 分钟。"
SIGN_IN_LOCKED = (
    "连续输错 {limit} 次，账号已锁定 {minutes} 分钟。请稍后再试，或请系统管理员解除锁定。"
)
SIGN_IN_CODE_NEEDED = "这个账号启用了动态口令，请输入手机上的 6 位数字。"
SIGN_IN_CODE_WRONG = "动态口令不对或已过期，请输入最新的 6 位数字。"
ACCOUNT_RENEWED = "密码已修改，下次登录请用新密码。"
RECORDS_TITLE = "目录与授权"
SYSTEM_NAME = "两纲监测评估系统"
RECORD_ADDED = "新增{kind}：{row}"
RECORD_CHANGED = "修改{kind}：{row}"
RECORD_DELETED = "删除{kind}：{row}"
PASSWORD_NOT_OWN_NAME = "不能与您的用户名、姓名等相近。"  # noqa: S105
PASSWORD_LENGTH = "至少 {length} 个字符。"  # noqa: S105
PASSWORD_NOT_LISTED = "不能是很多人用过的密码。"  # noqa: S105
PASSWORD_NOT_DIGITS = "不能全是数字。"  # noqa: S105
PASSWORD_NO_COMMON_WORD = "不能含有 admin、123456 这类太常见的词。"  # noqa: S105
CHARACTERS_TOO_PLAIN = "密码须含小写字母、大写字母、数字、符号这四类中的至少 {classes} 类。"
USED_BEFORE = "不能使用最近 {count} 次用过的密码。"
RENEWAL_DUE = "请先设置新密码：初始密码或使用时间过长的密码不能继续使用。"
SECOND_FACTOR_DUE = "您的角色登录要用动态口令，请先在这里完成设置。"
SECOND_FACTOR_SET = "动态口令已启用，以后登录时请输入手机上的 6 位数字。"
API_DUTY = "请先在网页上完成密码或动态口令的设置。"
ACCOUNT_EXISTS = "用户名“{username}”已经有人使用。"
ACCOUNT_UNIT_NEEDED = "联络员须用 --unit 指明成员单位，其他角色不用。"
SECOND_FACTOR_RESET = "已清除“{username}”的动态口令，下次登录时重新设置。"
ACCOUNT_UNKNOWN = "没有用户名为“{username}”的账号。"
TABLE_COLUMNS_MISSING = "文件缺少这些列：{columns}。第一行应是表头：{expected}。"
TABLE_NOT_FOUND = "“{column}”中的“{text}”没有找到，或不在您的范围内。"
TABLE_AMBIGUOUS = "“{column}”中的“{text}”对应多条记录，请写得更完整。"
TABLE_BLANK = "“{column}”不能空着。"
TABLE_NOT_A_CHOICE = "“{column}”中的“{text}”不认识，应为：{allowed}。"
TABLE_NOT_A_NUMBER = "“{column}”中的“{text}”不是数。"
TABLE_OUTSIDE = "这一行不在您的范围内，不能导入。"
TABLE_TOO_LARGE = "文件超过 {limit} MB，请拆开再导入。"
GRANT_TO_ONESELF = "不能给自己授权，请由另一位系统管理员操作。"
RECORDS_IMPORTED = "导入{kind}"
TEXT_AFTER = "“{before}”后面"
TEXT_SOMEWHERE = "提交的内容里"
TEXT_CONTROL = "{place}有看不见的控制字符，请删去后重新输入。没有保存任何东西。"
TEXT_BREAK = "{place}换了行，这里只能写一行。请去掉换行再提交，没有保存任何东西。"
TEXT_TOO_LONG = (
    "提交的内容里有一处长达 {size} 个字，这里最多 {limit} 个字。请删短后再提交，没有保存任何东西。"
)
FIELD_TOO_LONG = "“{label}”有 {size} 个字，最多 {limit} 个字。请删短后再提交，没有保存。"
JSON_DEEP = "提交的数据嵌套超过 {limit} 层，系统不读。没有保存任何东西。"
JSON_NUMBER = "提交的数据里有系统存不下的数“{number}”。没有保存任何东西。"
JSON_BROKEN = "提交的数据不是完整的 JSON，系统读不懂。没有保存任何东西。"
ADDRESS_BROKEN = "网址里有看不见的控制字符或换行，系统不读。请从菜单重新打开这一页。"
COOKIE_BROKEN = "浏览器送来的登录信息不完整。请关闭浏览器后重新登录。"
FORM_BROKEN = "提交的表单不完整，系统读不懂。请回到上一页重新提交，没有保存任何东西。"
LOG = "操作日志"
EXPORTED_ON = "导出于{day:%Y年%m月%d日}"
LOG_EQUAL = "{rows} 条日志首尾相接，都与写入时一致"
LOG_DIFFERS = "{rows} 条日志中有 {differences} 条与写入时不符，最早一条编号 {first}"
ROLES_EXCLUDE = (
    "同一个人不能同时是“{held}”和“{asked}”：系统管理、审计、业务三种职责须由不同的人担任。"
    "请另建账号，或先停用原有授权。"
)
RESET_REASON_NEEDED = "请写明为什么重置，例如“忘记密码”“更换手机”。"
RESET_OWN = "不能重置自己的登录，请由另一位系统管理员操作。"
RESET_OPEN = "“{user}”已有一项重置等待确认。"
RESET_ASKED = "已提出重置“{user}”的登录，请另一位系统管理员或当地妇儿工委办确认后发账号单。"
RESET_ASK_NOTICE = "{by}申请重置“{user}”的登录（{reason}），请核实后确认或拒绝。"
RESET_GONE = "这项重置已经办结，或不需要您确认。"
RESET_SAME_PERSON = "申请人不能自己确认，请由另一个人确认。"
RESET_REFUSED = "已拒绝重置“{user}”的登录。"
RESET_DONE_NOTICE = "您的登录已由{asked}申请、{confirmed}确认重置。如非本人要求，请立即报告。"
RESET_SUBJECT = "重置登录：{user}"
RESET_STEP = {"ask": "申请", "confirm": "确认", "refuse": "拒绝"}
GRANTED_NOTICE = "{user}在{region}新得到角色“{role}”。如不知情，请立即报告系统管理员。"
SLIP_EXPIRED = "账号单上的一次性口令已过期，请向办公室重新领取。"
USERNAME_FORM = (
    "用户名只能用小写字母、数字和 . _ -，或者汉字，不能混用其他文字：有的字母看起来一样，其实不同。"
)
USERNAME_LOOKS_LIKE = "“{username}”与已有账号“{other}”只有大小写不同，请换一个。"
PASSWORD_COMMON = "密码里有太常见的词“{word}”，请换掉。"  # noqa: S105
TABLE_IN_COLUMN = "“{column}”栏：{fault}"
TABLE_EMPTY = "文件里没有数据：第一行应是表头，下面每行一条。"
TABLE_TOO_LONG = "文件有 {rows} 行，一次最多导入 {limit} 行，请拆成几个文件。"
TABLE_NO_RIGHT = "您现在没有维护这类记录的权限，没有导入。"
TABLE_ROW_NOT_STORED = "数据库没有接受这一行，请系统管理员查看服务器日志。"
TABLE_MOVED = "预览之后数据有了变化，没有导入。第 {line} 行：{sentence}请重新上传。"
TABLE_NOT_WAITING = "这个文件不在等待确认，可能已经导入或放弃，请看最新状态。"
TABLE_STEP = "逐行检查"
TABLE_IMPORTED = "已导入：新增 {new} 条，修改 {update} 条，不变 {skip} 条。"
TABLE_IMPORT_TITLE = "导入{kind}"
TABLE_FILE_NEEDED = "请选择要导入的文件。"
RECORD_MOVED = (
    "这条记录在您打开之后已被别人改过，没有保存。请复制您填的内容，重新打开本页核对后再改。"
)

LOG_NOTHING = "（空）"
# Names in the content of a log row, for people.
LOG_WORDS = {
    "accepted": "认可",
    "act": "动作",
    "actions": "改进措施",
    "answer": "答复",
    "assessments": "评估",
    "batch": "批次",
    "answer_by": "填报截止日",
    "assessment": "评估",
    "breakdown": "分组",
    "cause": "原因分析",
    "changes": "改动",
    "comment": "留言",
    "complete_by": "完成时限",
    "count": "个数",
    "evidence": "佐证",
    "field": "栏目",
    "file": "文件",
    "files": "文件",
    "formats": "格式",
    "hash": "校验值",
    "indicator": "指标",
    "indicators": "指标",
    "key": "段落",
    "ledger": "台账",
    "line": "行",
    "new": "新",
    "old": "原",
    "paper": "材料",
    "query": "查询",
    "reason": "理由",
    "report": "报告",
    "row": "条目",
    "said": "答复",
    "settings": "设置",
    "sha256": "校验值",
    "size": "字节",
    "status": "状态码",
    "submission": "填报",
    "submissions": "填报",
    "text": "文字",
    "units": "单位",
    "untold": "没有账号",
    "value": "数据",
    "value_to_reach": "应达值",
    "values": "数据",
    "why": "原因",
    "year": "年份",
}
LOG_ACTS = {
    "again": "重新排队",
    "approved": "通过",
    "ask": "发起",
    "build": "生成文件",
    "cancel": "取消",
    "columns": "指定列",
    "discarded": "放弃",
    "issue": "出文",
    "opened": "开始填报",
    "paper": "公文格式",
    "recompute": "重新计算",
    "refused": "退回文件",
    "reopened": "重新打开",
    "returned": "退回",
    "review_started": "开始审核",
    "submitted": "送审",
    "uploaded": "上传",
    "version": "新版本",
    "withdrawn": "撤回",
}
NOT_THERE = "没有这个地址，或没有这条数据。"
